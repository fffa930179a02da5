"""What every place keeps: what it is and whence, people and officers that add up, a day that can be lived."""

from __future__ import annotations

import math

from jiaosuo.experiments.contracts.check import has_chinese
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Area
from jiaosuo.model.landscape import landscape
from jiaosuo.model.rules import STATUS_QUO

AGENTS = 25
"""People per agent: the most that a scenario takes: a day is over in a moment."""


def it_says_what_it_is_and_where_its_numbers_come_from(name: str) -> None:
    """A title in both languages, a question, sources, and which of its figures are weak."""
    about = Scenario.preset(name).about
    assert about.title, "title: must say what it is"
    assert has_chinese(about.title_zh), "title_zh: must have a Chinese form"
    assert about.question.endswith("?"), "question: must be a question, with its mark"
    assert about.sources, "sources: must say where the numbers come from"
    assert about.weak, "weak: must name the figures that are not known well"


def its_people_are_where_it_says(name: str) -> None:
    """The cells hold its population, and the share of it in town that it gives."""
    scenario = Scenario.preset(name)
    cells = landscape(scenario).cells
    people, in_town = cells["people"].sum(), cells["people"][cells["area"] == Area.URBAN].sum()
    assert math.isclose(people, scenario["population"], rel_tol=1e-6), f"its cells hold {people:.0f} people"
    share = in_town / scenario["population"]
    assert math.isclose(share, scenario["urbanization"], abs_tol=1e-6), f"a share of {share:g} lives in town"


def its_townships_hold_its_station_officers(name: str) -> None:
    """The sum over townships is the number of the place."""
    scenario = Scenario.preset(name)
    held = sum(each.officers_station for each in landscape(scenario).townships)
    assert held == scenario["officers_station"], f"officers_station: its townships hold {held}"


def a_day_there_can_be_lived(name: str) -> None:
    """After its warm-up, under the rule of the status quo: every outcome is a number, or is not observed."""
    scenario = Scenario.preset(name, rule=STATUS_QUO, people_per_agent=AGENTS)
    outcomes = County(scenario).run_days(scenario["warmup_days"] + 1).outcomes()
    for outcome, (value, _) in outcomes.items():
        assert value is None or math.isfinite(value), f"{outcome}: {value}"


CONTRACT = (
    it_says_what_it_is_and_where_its_numbers_come_from,
    its_people_are_where_it_says,
    its_townships_hold_its_station_officers,
    a_day_there_can_be_lived,
)
