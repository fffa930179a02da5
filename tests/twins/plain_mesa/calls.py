"""A call from the incident to its end, and whom the desk finds for it."""

import math

from jiaosuo.model.core.terms import Authority, CallState, Complexity, DeskLevel, Duty, HandlingLaw, Reach
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.lifecycle import CALLER, DELAY, HANDLING, PATIENCE, REPORT, WRONG_DESK
from jiaosuo.model.kernels.officers.dispatch import MOST_URGENT, PREEMPTED_FROM
from tests.twins.plain_mesa.people import satisfaction


class Call:
    """One incident, reported or not."""

    def __init__(self, model, number, candidate):
        self.model, self.number, self.key = model, number, candidate["key"]
        self.kind, self.cell, self.arose = (
            model.kinds[candidate["kind"]],
            candidate["cell"],
            candidate["time"],
        )
        self.domain, self.priority = int(self.kind["domain"]), int(self.kind["priority"])
        link = candidate["link"]
        self.road_class = model.link_class[link] if link >= 0 else model.cells[self.cell]["road_class"]
        self.township, self.area = model.cells[self.cell]["township"], model.cells[self.cell]["area"]
        self.rule_table = model.rule_table[self.township]
        self.wanted, self.desk = int(self.kind["officers_needed"]), self.rule_table["desk_of"][self.domain]
        self.expert_minutes, self.patience = self.nature()
        self.caller = self.neighbour()
        self.state, self.lead, self.helper, self.there = CallState.ARISEN, None, None, set()
        self.known = self.dispatched = self.first_there = self.crew_there = self.closed = math.nan
        self.satisfaction, self.stamp, self.diversions = math.nan, 0, 0
        self.handover_minutes = self.handling_minutes = self.work_left = self.work_since = self.pace = 0.0

    def mark(self, number):
        """The candidate's own chance of that number."""
        return draws.uniform(self.key, 0, 0, number)

    def nature(self):
        """Minutes an expert needs, and the caller's patience."""
        kind = self.kind
        if kind["law"] == HandlingLaw.EXPONENTIAL:
            minutes = -kind["handling_minutes"] * math.log(1.0 - self.mark(HANDLING))
        else:
            normal = draws.normal(self.key, 1, 0, HANDLING)
            minutes = draws.lognormal(kind["handling_minutes"], kind["handling_cv"], normal)
        normal = draws.normal(self.key, 1, 0, PATIENCE)
        return minutes, draws.lognormal(kind["patience_minutes"], kind["patience_cv"], normal)

    def neighbour(self):
        """Who lives there and might call."""
        homes = self.model.residents[self.cell]
        return homes[int(self.mark(CALLER) * len(homes))] if homes else None

    def report(self):
        """Tell the police, or not, as the caller trusts them."""
        p, share = self.model.p, self.kind["report_share"]
        trust = p["trust_start"] if self.caller is None else self.caller.trust
        more = 1.0 + p["trust_reporting"] * (trust - p["trust_start"])
        if share < 1.0 and self.mark(REPORT) >= share * more:
            self.state, self.closed = CallState.UNREPORTED, self.arose
            return
        self.model.open_calls.add(self)
        delay = -self.kind["report_delay"] * math.log(1.0 - self.mark(DELAY))
        self.model.schedule(self.arose + delay, self.become_known)

    def become_known(self):
        """It comes in, perhaps at the wrong desk; patience starts to run."""
        p, model, answers = self.model.p, self.model, self.rule_table
        self.known, wait = model.now, p["call_taking_minutes"]
        if answers["desks"] > 1 and self.mark(WRONG_DESK) < p["wrong_desk_share"]:
            wrong = (self.desk + 1) % answers["desks"]
            if answers["handover"][wrong][self.desk]:
                self.handover_minutes = model.handover
                wait += model.handover
        model.schedule(model.now + wait, self.reach_desk)
        model.schedule(model.now + self.patience, self.lose_patience)

    def reach_desk(self):
        """In line."""
        model = self.model
        if self.state == CallState.ARISEN:
            self.state = CallState.AT_DESK
        self.join_queue()
        others_from = self.known + model.handover
        if self.rule_table["desk_level"][self.desk] == DeskLevel.TOWNSHIP and model.now < others_from:
            model.schedule(others_from, self.reach_desk)

    def join_queue(self):
        """In line, once."""
        if self not in self.model.waiting:
            self.model.waiting.append(self)
        self.model.offer_due = True

    def lose_patience(self):
        """Nobody has come."""
        if self.state <= CallState.ASSIGNED and math.isnan(self.first_there):
            self.close(CallState.GAVE_UP)

    # The desk

    def urgency(self):
        """Least first."""
        steps, answers = float(self.priority), self.rule_table
        if answers["shared_queue"]:
            steps += answers["behind"][self.domain]
        if answers["ageing_minutes"] > 0.0:
            steps -= (self.model.now - self.known) / answers["ageing_minutes"]
        return steps

    def wants_officers(self):
        """Whether it still lacks its lead or its second officer."""
        if self.state >= CallState.CLEARED or self.state == CallState.ARISEN:
            return False
        return self.lead is None or (self.wanted > 1 and self.helper is None)

    def offer(self):
        """Find a lead, then a second officer."""
        if not self.wants_officers():
            return
        if self.lead is None:
            lead = self.best_officer(leads=True)
            if lead is None and self.rule_table["preempt"] and self.priority == MOST_URGENT:
                lead = self.divert()
            self.lead = self.send(lead)
            if self.lead is None:
                return
            if self.state == CallState.AT_DESK:
                self.state = CallState.ASSIGNED
        if self.wanted > 1 and self.helper is None:
            self.helper = self.send(self.best_officer(leads=False))

    def send(self, officer):
        if officer is not None:
            officer.go_to(self)
            if math.isnan(self.dispatched):
                self.dispatched = self.model.now
        return officer

    def best_officer(self, leads):
        """The able officer who is there first."""
        return self.nearest([each for each in self.model.force if each.is_free_for(self.priority)], leads)

    def divert(self):
        """The nearest of those on their way to lesser calls, taken off them."""
        on_way = [each for each in self.model.force if each.duty == Duty.TO_CALL]
        officer = self.nearest([each for each in on_way if each.call.priority >= PREEMPTED_FROM], leads=True)
        if officer is not None:
            officer.call.lose(officer)
        return officer

    def lose(self, officer):
        """Back in line without an officer who was on the way."""
        if officer is self.lead:
            self.lead = None
            if self.state == CallState.ASSIGNED:
                self.state = CallState.AT_DESK
        else:
            self.helper = None
        self.diversions += 1
        self.join_queue()

    def nearest(self, officers, leads):
        """Who of these is able and there first; the lowest row among equals."""
        sends, best, least = self.rule_table["sends"][self.desk], None, math.inf
        for officer in officers:
            if sends[officer.corps] and self.lets(officer, leads):
                minutes = officer.minutes_to(self.cell)
                if minutes < least:
                    best, least = officer, minutes
        return best

    def lets(self, officer, leads):
        """Whether authority, reach and the level of the desk let an officer go."""
        may = self.model.authority[self.township][officer.corps][self.domain][self.road_class][
            Complexity.SIMPLE
        ]
        if may < (Authority.ATTEND if leads else Authority.ASSIST):
            return False
        if officer.serves[self.township]:
            return True
        reach = self.rule_table["reach"][officer.corps]
        if reach == Reach.OWN or (reach == Reach.NEIGHBOURS and not officer.borders[self.township]):
            return False
        if self.rule_table["desk_level"][self.desk] == DeskLevel.TOWNSHIP:
            return self.model.now - self.known >= self.model.handover
        return True

    # On the scene

    def reached_by(self, officer):
        """Work begins with the lead, and goes quicker with two."""
        now = self.model.now
        self.there.add(officer)
        if officer is self.lead:
            self.first_there = now if math.isnan(self.first_there) else self.first_there
            if self.state == CallState.ASSIGNED:
                self.state = CallState.ATTENDED
        if self.wanted == len(self.there) and math.isnan(self.crew_there):
            self.crew_there = now
        if officer is self.lead:
            self.begin_work()
        elif self.lead in self.there:
            self.go_on()

    def begin_work(self):
        p, lead = self.model.p, self.lead
        skill = lead.skill_now(self.domain)
        other = lead.last_domain != self.domain and lead.jobs > 0
        factor = (1.0 + p["delta"] * (1.0 - skill)) * (1.0 + p["setup_share"] if other else 1.0)
        self.handling_minutes = self.expert_minutes * factor
        self.work_left, self.work_since, self.pace = self.handling_minutes * self.wanted, self.model.now, 0.0
        self.go_on()

    def go_on(self):
        now = self.model.now
        self.work_left = max(0.0, self.work_left - self.pace * (now - self.work_since))
        self.work_since, self.pace = now, float(min(self.wanted, len(self.there)))
        self.stamp += 1
        self.model.schedule(now + self.work_left / self.pace, self.finish, self.stamp)

    def finish(self, stamp):
        """Done."""
        if stamp == self.stamp:
            self.lead.skill_now(self.domain)
            self.close(CallState.CLEARED)

    def close(self, state):
        """The caller judges, and the crew goes."""
        model = self.model
        self.state, self.closed = state, model.now
        model.open_calls.discard(self)
        self.judge()
        lead, helper = self.lead, self.helper
        self.lead = self.helper = None
        self.there.clear()
        self.stamp += 1
        for officer in (lead, helper):
            if officer is not None:
                officer.leave_scene(self, officer is lead)
        model.offer_due = True

    def judge(self):
        p = self.model.p
        expected = p["expected_minutes_rural"]
        if self.area:
            impatience = 1.0 - p["expected_smooth_roads"] * self.model.vehicles_per_head
            expected = p["expected_minutes_urban"] * max(0.2, impatience)
        answered = self.closed if math.isnan(self.first_there) else self.first_there
        self.satisfaction = satisfaction(p, max(0.0, answered - self.known - expected))
        if self.caller is not None:
            self.caller.judge(self.satisfaction)
