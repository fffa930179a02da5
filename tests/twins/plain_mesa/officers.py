"""Officers: shifts, duties, where they are, what they can."""

import bisect
import math

from mesa.discrete_space import CellAgent

from jiaosuo.model.core.terms import Duty
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.officers.duty import people_on_shift

BUSINESS, DUTY, BEAT = (draws.process(name) for name in ("business", "duty", "beat"))
HELD = (Duty.OFF, Duty.TO_CALL, Duty.ON_SCENE, Duty.PAPERWORK)
FREE = (Duty.STANDBY, Duty.BEAT, Duty.COMMUNITY)


class Officer(CellAgent):
    """One officer; `cell` is where they are or are going to be at `arrives`."""

    def __init__(self, model, row, me, serves, borders, beat):
        super().__init__(model)
        self.row, self.corps, self.township = row, int(me["corps"]), int(me["township"])
        self.serves, self.borders, self.beat = serves, borders, beat
        self.home = self.spot = self.from_spot = int(me["home_cell"])
        self.group = int(me["group_size"]), int(me["group_rank"]), float(me["phase"])
        self.skill, self.skill_at = me["skill"].tolist(), [0.0, 0.0, 0.0]
        self.duty, self.since, self.stamp, self.call, self.rostered = Duty.OFF, 0.0, 0, None, False
        self.leaves = self.arrives = self.paperwork = self.km = self.drive_km = 0.0
        self.last_domain, self.jobs, self.cases = None, 0, [0, 0, 0]
        self.minutes = [0.0] * len(Duty)
        self.cell = model.space[self.home]

    # Duties

    def turn_to(self, duty):
        """Close the books on the old duty; what was planned for it is void."""
        now = self.model.now
        self.minutes[self.duty] += now - self.since
        if self.duty == Duty.PAPERWORK:
            self.paperwork = max(0.0, self.paperwork - (now - self.since))
        self.duty, self.since = duty, now
        self.stamp += 1

    def change_shift(self, shift, weights):
        """Go on duty, or home unless a call holds."""
        size, rank, phase = self.group
        due, first = people_on_shift(size, self.model.p["on_duty_share"], weights, phase, shift)
        self.rostered = (rank - first) % size < due
        if self.rostered:
            if self.duty == Duty.OFF:
                self.turn_to(Duty.STANDBY)
        elif self.duty not in (Duty.OFF, Duty.TO_CALL, Duty.ON_SCENE):
            self.go_home()

    def go_home(self):
        """End a shift."""
        self.turn_to(Duty.OFF)
        self.spot = self.from_spot = self.home
        self.arrives = self.model.now
        self.cell = self.model.space[self.home]

    def step(self):
        """The slot begins: turn to something, unless held."""
        if self.duty not in HELD:
            self.choose_duty()

    def choose_duty(self):
        """Business, paperwork, or beat, visits and standby by the shares of the home township's rule."""
        model, self.call = self.model, None
        if not self.rostered:
            self.go_home()
            return
        hour = int(model.now / 60.0)
        if draws.uniform(model.seed_key, BUSINESS, self.row, hour) >= model.p["availability"]:
            self.stay_or_turn(Duty.BUSINESS)
        elif self.paperwork > 0.0:
            self.turn_to(Duty.PAPERWORK)
            model.schedule(model.now + self.paperwork, self.end_paperwork, self.stamp)
        else:
            self.patrol_or_stay()

    def patrol_or_stay(self):
        answers, model = self.model.rule_table[self.township], self.model
        choice = draws.uniform(model.seed_key, DUTY, self.row, model.slot)
        beat, community = answers["beat"][self.corps], answers["community"][self.corps]
        if choice < beat:
            self.turn_to(Duty.STANDBY)
            self.set_off(self.beat_cell())
            self.turn_to(Duty.BEAT)
        elif choice < beat + community:
            cell = self.beat_cell()
            self.turn_to(Duty.COMMUNITY)
            self.set_off(cell)
        else:
            self.stay_or_turn(Duty.STANDBY)

    def beat_cell(self):
        cells, chances = self.beat
        choice = draws.uniform(self.model.seed_key, BEAT, self.row, self.model.slot)
        return cells[min(bisect.bisect_right(chances, choice), len(cells) - 1)]

    def stay_or_turn(self, duty):
        if self.duty != duty:
            self.turn_to(duty)
            self.set_off(self.home)

    def end_paperwork(self, stamp):
        """Written up."""
        if stamp == self.stamp:
            self.paperwork = 0.0
            self.choose_duty()
            self.model.offer_due = True

    # Ways

    def onward(self, cell):
        return max(0.0, self.arrives - self.model.now) + self.model.travel[self.spot][cell]

    def minutes_to(self, cell):
        """On, or back and round, whichever is quicker."""
        now = self.model.now
        if now >= self.arrives:
            return self.onward(cell)
        return min(self.onward(cell), abs(now - self.leaves) + self.model.travel[self.from_spot][cell])

    def set_off(self, cell):
        """Drive to a cell."""
        now, minutes, onward = self.model.now, self.minutes_to(cell), self.onward(cell)
        if now < self.arrives and self.arrives > self.leaves:
            self.km -= self.drive_km * (self.arrives - max(now, self.leaves)) / (self.arrives - self.leaves)
        (x, y), (u, v) = self.model.centre[self.spot], self.model.centre[cell]
        self.drive_km = self.model.p["detour"] * math.hypot(x - u, y - v)
        self.km += self.drive_km
        if minutes >= onward:
            self.from_spot, self.leaves = self.spot, max(now, self.arrives)
        else:
            self.leaves = now + abs(now - self.leaves)
        self.spot, self.arrives = cell, now + minutes
        self.cell = self.model.space[cell]

    # Calls

    def is_free_for(self, priority):
        """Whether the duty lets the officer go."""
        return self.duty in FREE or (self.duty == Duty.PAPERWORK and priority <= 2)

    def go_to(self, call):
        """Be sent to a call."""
        self.turn_to(Duty.TO_CALL)
        self.set_off(call.cell)
        self.call = call
        self.model.schedule(self.arrives, self.arrive, self.stamp)

    def arrive(self, stamp):
        """On the scene."""
        if stamp == self.stamp:
            self.turn_to(Duty.ON_SCENE)
            self.from_spot = self.spot
            self.call.reached_by(self)

    def skill_now(self, domain):
        """What is left of a skill."""
        p, now, skill = self.model.p, self.model.now, self.skill[domain]
        days = (now - self.skill_at[domain]) / 1440.0
        floor = min(p["skill_floor"], skill)
        kept = floor + (skill - floor) * math.exp(-math.log(2.0) * days / p["skill_half_life"])
        self.skill[domain], self.skill_at[domain] = kept, now
        return kept

    def leave_scene(self, call, leads):
        """Free again; a lead has learnt a case and has it to write up."""
        if self.duty == Duty.ON_SCENE:
            if leads:
                skill = self.skill_now(call.domain)
                self.skill[call.domain] = skill + self.model.p["skill_gain_case"] * (1.0 - skill)
                self.cases[call.domain] += 1
                self.paperwork += call.kind["paperwork_minutes"]
            self.last_domain = call.domain
            self.jobs += 1
        self.choose_duty()
