"""Vehicles that drive their trips link by link, and the roads that count them."""

import math

import mesa

QUARTERS = 4


class Road(mesa.Agent):
    """One direction of a link: nobody waits on it, and each quarter of an hour it counts the last four."""

    def __init__(self, model, row, head, free_minutes):
        super().__init__(model)
        self.row, self.head, self.free_minutes = row, head, free_minutes
        self.entered, self.risk = [0] * QUARTERS, [0.0] * QUARTERS
        self.flow = self.risky_flow = 0.0
        self.crossings = 0

    def enter(self, time, risk):
        """Count a vehicle; returns when it has driven the link."""
        quarter = int(time / 15.0) % QUARTERS
        self.entered[quarter] += 1
        self.risk[quarter] += risk
        return time + self.free_minutes

    def step(self):
        """Take stock."""
        people = self.model.people_per_agent
        self.flow, self.risky_flow = sum(self.entered) * people, sum(self.risk) * people
        quarter = int(self.model.end / 15.0) % QUARTERS
        self.entered[quarter], self.risk[quarter] = 0, 0.0


class Vehicle(mesa.Agent):
    """At home until a trip of its plan sets out; a trip that finds it away waits for its return."""

    def __init__(self, model, home, risk, plan):
        super().__init__(model)
        self.cell, self.goal, self.risk = home, home, risk
        self.plan, self.place, self.day = plan, 0, 0
        self.road, self.ready, self.waiting = None, math.inf, []
        self.departs = plan[0][0] if plan else math.inf
        self.next = self.departs
        self.trips, self.minutes, self.since = 0, 0.0, 0.0

    def step(self):
        """Drive, if anything is due in this minute."""
        if self.next < self.model.end:
            self.drive(self.model.minute, self.model.end)

    def drive(self, minute, end):
        """All that is due before `end`, in order."""
        while self.waiting and self.road is None:
            self.set_out(self.waiting.pop(0), minute)
        while min(self.departs, self.ready) < end:
            if self.departs <= self.ready:
                self.depart()
            else:
                self.cross(self.ready)
        self.next = min(self.departs, self.ready)
        if self.waiting and self.road is None:
            self.next = end

    def depart(self):
        """The next trip of the plan, now or when the vehicle is back."""
        time, goal = self.departs, self.plan[self.place][1]
        self.place += 1
        if self.place == len(self.plan):
            self.place, self.day = 0, self.day + 1
        self.departs = self.day * 1440.0 + self.plan[self.place][0]
        if self.road is None:
            self.set_out(goal, time)
        else:
            self.waiting.append(goal)

    def set_out(self, goal, time):
        """Start a trip; one to where the vehicle is ends at once."""
        self.goal = goal
        if goal == self.cell:
            self.trips += 1
            return
        self.since = time
        self.model.on_road += 1
        self.enter(self.cell, time)

    def cross(self, time):
        """Leave a link for the next or for the goal."""
        self.road.crossings += 1
        head = self.road.head
        if head != self.goal:
            self.enter(head, time)
            return
        self.cell, self.road, self.ready = head, None, math.inf
        self.trips += 1
        self.minutes += time - self.since
        self.model.on_road -= 1

    def enter(self, cell, time):
        """Take the next link of the way."""
        self.road = self.model.next_road(cell, self.goal)
        self.ready = self.road.enter(time, self.risk)
