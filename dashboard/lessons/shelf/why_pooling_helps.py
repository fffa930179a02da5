"""Pooling: a queue shared, or a drive shortened? And where it stops paying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jiaosuo.dashboard.lessons.answers import by_larger
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.model.core.words import N_, speaker

FEW = {"officers_traffic": 0.2, "officers_station": 0.2}

USUAL = LessonScene(
    name="usual",
    title=N_("As many officers as the county has"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="response_mean_traffic_rural",
    lever="officers_station",
)
SCARCE = LessonScene(
    name="scarce",
    title=N_("A fifth of the officers"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="response_mean_order_rural",
    lever="officers_station",
    shares=FEW,
)

THEORY = N_(
    "{scene}: by Erlang's formula for a township of average load, {apart} % of order and service callers "
    "find nobody free as long as the forces are apart, and {one} % of all callers find nobody free in one "
    "pool."
)


def theory(findings: Findings, language: str) -> list[str]:
    """What Erlang's formula says of the two scenes, township by township."""
    return list(_theory(findings, language))


def _theory(findings: Findings, language: str) -> Iterator[str]:
    # the page opens without this
    from jiaosuo.dashboard.choice import places
    from jiaosuo.dashboard.results.queueing_theory import predicted
    from jiaosuo.experiments.comparison.result import number

    _ = speaker(language)
    for scene in (USUAL, SCARCE):
        pools = findings.loads.get(scene.name)
        if pools is None:
            continue
        parts = places.scenario(scene.place)["townships"]
        shares = (
            replace(pool, arrivals=pool.arrivals / parts, free=pool.free / parts)
            for pool in (pools.other, pools.one)
        )
        apart, one = (number(100 * predicted(share).waits, 1) for share in shares)
        yield _(THEORY, scene=_(scene.title), apart=apart, one=one)


WHY_POOLING_HELPS = Lesson(
    name="why-pooling-helps",
    number=3,
    title=N_("Why pooling helps, and when it stops"),
    scenes=(USUAL, SCARCE),
    asks=("theory",),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Two ticket windows with two queues: at one people wait while the other clerk is idle. "
                    "One queue for both clerks, and nobody waits beside an idle window. That is pooling, and "
                    "every textbook proves that it shortens the queue."
                ),
                N_(
                    "A county is not a ticket hall. Its officers sit in townships and must drive. By "
                    "published headcounts and call rates, officers are busy with calls for about a tenth of "
                    "their time on duty. Left: two forces. Right: one unit."
                ),
            ),
            scene="usual",
            sources=(
                N_("Pooling: Smith & Whitt 1981, after Erlang 1917."),
                N_("Load: published call rates over headcounts, worked out in this laboratory."),
            ),
        ),
        Step(
            kind="predict",
            scene="usual",
            question=N_("Suppose one unit answers sooner: which part of the wait would it shorten most?"),
            choices=(
                Option("queue", N_("The wait until an officer is free and sent")),
                Option("drive", N_("The drive from sending to arrival")),
                Option("alike", N_("Both about the same")),
            ),
            answer=by_larger("usual-wait", "usual-drive", "queue", "drive", "alike"),
            expected="drive",
        ),
        Step(
            kind="reveal",
            scene="usual",
            words=(N_("Look at the chart of calls waiting: how often does anybody stand in a queue?"),),
            contrasts=(
                Contrast("usual-wait", "usual", "wait_mean"),
                Contrast("usual-drive", "usual", "travel_mean"),
                Contrast("usual-clear", "usual", "clear_mean"),
            ),
        ),
        Step(
            kind="predict",
            scene="scarce",
            question=N_(
                "Now four of five officers are gone, on both sides. Which part would one unit shorten most?"
            ),
            choices=(
                Option("queue", N_("The wait until an officer is free and sent")),
                Option("drive", N_("The drive from sending to arrival")),
                Option("alike", N_("Both about the same")),
            ),
            answer=by_larger("scarce-wait", "scarce-drive", "queue", "drive", "alike"),
            expected="queue",
        ),
        Step(
            kind="reveal",
            scene="scarce",
            words=(
                N_("A township now has few officers on duty. If there is a queue anywhere, it is there."),
            ),
            contrasts=(
                Contrast("scarce-wait", "scarce", "wait_mean"),
                Contrast("scarce-drive", "scarce", "travel_mean"),
                Contrast("scarce-clear", "scarce", "clear_mean"),
            ),
        ),
        Step(
            kind="reason",
            words=(
                N_(
                    "Pooling shortens a queue only where there is one. A single officer who is busy makes "
                    "the next caller wait; among three, one is nearly always free. With officers to spare in "
                    "every township there is no queue to share, and what a unit gains is the nearer door."
                ),
                N_(
                    "It stops where the slower hand costs more than wait and drive save. Handling below is a "
                    "ratio: 1 is the time of an expert."
                ),
            ),
            further=theory,
            contrasts=(
                Contrast("usual-handling", "usual", "handling_ratio"),
                Contrast("scarce-handling", "scarce", "handling_ratio"),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "In which townships of yours does a caller ever wait because everybody is busy? There "
                    "pooling can help the queue. Everywhere else ask for the nearer door first."
                ),
                N_("To try: put the officers back in steps. Where does the queue vanish?"),
            ),
        ),
    ),
)
