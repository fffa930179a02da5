"""The answers as arrays: here the names are dropped, and nothing above this floor can know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import Authority, Complexity, Corps, Domain, RoadClass
from jiaosuo.model.rules.rule import TURNS, Rule

MOST_DESKS = 4

_ANSWERS: list[tuple[Any, ...]] = [
    ("shared_queue", np.bool_),
    ("preempt", np.bool_),
    ("pulled_by", np.int64),
    ("reserve", np.float64),
    ("ageing_minutes", np.float64),
    ("behind", np.int64, (len(Domain),)),
    ("desk_of", np.int64, (len(Domain),)),
    ("desk_level", np.int64, (MOST_DESKS,)),
    ("sends", np.int64, (MOST_DESKS, len(Corps))),
    ("handover", np.int64, (MOST_DESKS, MOST_DESKS)),
    ("desks", np.int64),
    ("reach", np.int64, (len(Corps),)),
    ("posts", np.int64, (len(Corps),)),
    ("visits", np.int64, (len(Corps),)),
    ("beats", np.int64, (len(Corps),)),
    ("turns", np.int64, (len(TURNS),)),
    ("home_level", np.int64, (len(Corps),)),
    ("apportion", np.int64, (len(Corps),)),
    ("answer_id", np.int64),
    ("disrupted_until", np.float64),
]


@dataclass(frozen=True)
class Rulebook:
    """One row a township.

    `rule_table`: answers 1 and 3-7; `answer_id` numbers the distinct sets of answers; `disrupted_until` (min)
    is 0 until a timeline changes the township's answers and the cost of answer 8 falls due. `authority`:
    answer 2, shape (townships, corps, domains, road classes, complexities), values of `Authority`.
    """

    rule_table: Table
    authority: npt.NDArray[np.int64]


def rulebook(rules: Sequence[Rule]) -> Rulebook:
    """The answers of the rule of each township, in order; ValueError beyond MOST_DESKS desks."""
    rule_table = table(_ANSWERS, len(rules))
    authority = np.zeros((len(rules), len(Corps), len(Domain), len(RoadClass), len(Complexity)), np.int64)
    known: list[dict[str, object]] = []
    for township, rule in enumerate(rules):
        if rule.answers() not in known:
            known.append(rule.answers())
        _write_answers(rule_table[township], rule)
        rule_table[township]["answer_id"] = known.index(rule.answers())
        _write_authority(authority[township], rule)
    return Rulebook(rule_table, authority)


def _write_answers(row: Any, rule: Rule) -> None:
    if len(rule.desks) > MOST_DESKS:
        raise ValueError(f"rule {rule.name}: at most {MOST_DESKS} desks")
    rows = {desk.name: number for number, desk in enumerate(rule.desks)}
    row["desks"] = len(rule.desks)
    row["desk_of"] = [rule.desk_of(domain) for domain in Domain]
    for number, desk in enumerate(rule.desks):
        row["desk_level"][number] = desk.level
        row["sends"][number, list(desk.sends)] = True
    for giver, taker in rule.handover:
        row["handover"][rows[giver], rows[taker]] = True
    row["shared_queue"], row["preempt"] = rule.order.shared_queue, rule.order.preempt
    row["behind"] = [rule.order.behind.get(domain, 0) for domain in Domain]
    row["ageing_minutes"] = rule.order.ageing_minutes
    row["pulled_by"], row["reserve"] = rule.duty.pulled_by, rule.duty.reserve
    for name in ("posts", "visits", "beats"):
        row[name][list(getattr(rule.duty, name))] = True
    row["turns"] = rule.duty.turns
    row["reach"] = [rule.reach[corps] for corps in Corps]
    row["home_level"] = [rule.home[corps].level for corps in Corps]
    row["apportion"] = [rule.home[corps].apportion for corps in Corps]


def _write_authority(cells: npt.NDArray[np.int64], rule: Rule) -> None:
    for grant in rule.authority:
        for cell in grant.cells():
            cells[cell] = max(cells[cell], Authority(grant.authority))
