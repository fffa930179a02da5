"""Measures of the quality of the work: findings, evidence, hit-and-runs, cases taken up again, complaints.

Chances count where nothing hangs on the coin (is a finding right, does evidence stand); what brings work
again (an overturned finding, a complaint) is counted as it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from jiaosuo.model.core.terms import Area, Domain, word
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence, Mask
from jiaosuo.model.measures import Outcome, Value, labelled, mask_of, mean_of
from jiaosuo.model.workmanship import right_chances, solved_shares


def _crashes(e: Evidence) -> Mask:
    crashes: Mask = e.kinds["is_crash"][e.calls["kind"]]
    return crashes


def _cases(e: Evidence) -> Mask:
    cases: Mask = e.kinds["clears_up"][e.calls["kind"]]
    return cases


def _findings_right(e: Evidence, area: Area | None) -> Value:
    judged = mask_of(e, None, area) & e.cleared & e.calls["judged"] & _crashes(e)
    return mean_of(right_chances(e)[judged])


def _overturned(e: Evidence) -> Value:
    judged = e.counted & e.cleared & e.calls["judged"] & _crashes(e)
    return float((judged & e.calls["sent_back"]).sum()), int(judged.sum())


def _evidence_stands(e: Evidence, area: Area | None) -> Value:
    judged = mask_of(e, None, area) & e.cleared & e.calls["judged"] & _cases(e)
    return mean_of(right_chances(e)[judged])


def _hit_and_run_solved(e: Evidence, area: Area | None) -> Value:
    fled = mask_of(e, None, area) & e.calls["fled"] & _crashes(e) & (e.calls["parent"] < 0)
    return mean_of(solved_shares(e, e.scenario["hit_and_run_base"], 1.0)[fled])


def _reopened(e: Evidence, domain: Domain | None) -> Value:
    again = e.calls["closed_badly"] | e.calls["sent_back"]
    return mean_of(again[mask_of(e, domain, None) & e.cleared].astype(float))


def _complained(e: Evidence, domain: Domain | None) -> Value:
    return mean_of(e.calls["complained"][mask_of(e, domain, None)].astype(float))


def _post_gain(e: Evidence) -> Value:
    minutes = float(e.posts["seen_minutes"].sum())
    if minutes <= 0:
        return None, 0
    edge = float(e.posts["edge_minutes"].sum()) / minutes
    return e.scenario["post_gain"] * (1 + edge), len(e.posts)


def of_quality() -> Iterator[Outcome]:
    """Every measure of quality, some by area, some by domain."""
    for area in (None, *Area):
        yield from _by_area(area)
    for domain in (None, *Domain):
        yield from _by_domain(domain)
    yield Outcome(
        "findings_overturned",
        N_("Findings of liability overturned"),
        "crashes",
        "less",
        "findings at cleared crashes that are overturned on review, when they are closed or later",
        "log",
        _overturned,
    )
    yield Outcome(
        "post_gain_mean",
        N_("Capacity gained at a staffed junction"),
        "share",
        "more",
        "mean over staffed minutes of `post_gain` times what the officer there brings",
        "log",
        _post_gain,
    )


def _by_area(area: Area | None) -> Iterator[Outcome]:
    end = "" if area is None else f"_{word(area)}"
    yield Outcome(
        f"findings_right{end}",
        labelled(N_("Findings of liability that are right"), area),
        "share",
        "more",
        "mean chance, by the skill of who closed it, that the finding at a cleared crash is right",
        "form as first-time-right; assumption",
        partial(_findings_right, area=area),
    )
    yield Outcome(
        f"evidence_stands{end}",
        labelled(N_("Evidence that stands"), area),
        "share",
        "more",
        "mean chance, by the skill of who closed it, that the evidence of a theft or fight stands",
        "form as first-time-right; assumption",
        partial(_evidence_stands, area=area),
    )
    yield Outcome(
        f"hit_and_run_solved{end}",
        labelled(N_("Hit-and-runs solved"), area),
        "share",
        "more",
        "expected share: falling with the log of response, in proportion to the chance of being right",
        "form F: Blanes i Vidal & Kirchmaier 2018; assumption",
        partial(_hit_and_run_solved, area=area),
    )


def _by_domain(domain: Domain | None) -> Iterator[Outcome]:
    end = "" if domain is None else f"_{word(domain)}"
    yield Outcome(
        f"reopened_share{end}",
        labelled(N_("Closed cases taken up again"), domain),
        "share",
        "less",
        "cleared calls that return as a new call or whose finding or evidence is sent back",
        "log",
        partial(_reopened, domain=domain),
    )
    yield Outcome(
        f"complained_share{end}",
        labelled(N_("Callers who complain"), domain),
        "share",
        "less",
        "calls about which the caller complains, over calls",
        "log",
        partial(_complained, domain=domain),
    )
