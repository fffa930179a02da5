"""Citizens, at home or at work, with an opinion of the police."""

import math

from mesa.discrete_space import CellAgent


class Citizen(CellAgent):
    """Stands for `people_per_agent` people."""

    def __init__(self, model, home, work, trust):
        super().__init__(model)
        self.home, self.work, self.trust = home, work, trust
        self.experiences = 0
        self.cell = home

    def step(self):
        """Be where the hour says."""
        place = self.work if self.model.working_hours else self.home
        if place is not self.cell:
            self.cell = place

    def judge(self, satisfaction):
        """Trust moves towards what was experienced."""
        p = self.model.p
        self.experiences += 1
        self.trust += p["trust_gain"] * (satisfaction - self.trust) / p["people_per_agent"]


def satisfaction(p, late):
    """A logit in the minutes by which an answer was later than expected."""
    base = math.log(p["satisfaction_base"] / (1.0 - p["satisfaction_base"]))
    return 1.0 / (1.0 + math.exp(p["satisfaction_slope"] * late - base))
