"""Every claim tried: worlds run, figures judged, one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.validation import CLAIMS
from jiaosuo.experiments.validation.claim import Case, Claim, Figures
from jiaosuo.experiments.validation.judge import LEVEL, NEAR, QUICKLY_NEAR, Row, judged

type Document = dict[str, Any]


@dataclass(frozen=True)
class World:
    """One world of a case: plain numbers and names, so that any process can look."""

    claim: str
    case: int
    seed: int
    days: float


def look(world: World) -> Figures:
    """The figures of one world."""
    return CLAIMS[world.claim].cases[world.case].look(world.seed, world.days)


def validate(
    quick: bool = False,
    jobs: int = 1,
    on_done: Callable[[int, int], None] | None = None,
    claims: Mapping[str, Claim] = CLAIMS,
) -> Document:
    """The document of all claims: rows beside theory and whether they hold, the same for any number of jobs.

    Worlds have seeds 1 to n. The longest run first, so that two workers end together.
    """
    worlds = sorted(planned(claims, quick), key=lambda world: -world.days)
    done = 0

    def on_world(_: World, __: object) -> None:
        nonlocal done
        done += 1
        if on_done is not None:
            on_done(done, len(worlds))

    found = dict(zip(worlds, run_all(look, worlds, jobs, on_world), strict=True))
    told = [_claim(claim, quick, found) for claim in claims.values()]
    failures = [
        f"{each.claim}, seed {each.seed}: {one.error}"
        for each, one in found.items()
        if isinstance(one, Failure)
    ]
    return {
        "validation": "quick" if quick else "full",
        "level": LEVEL,
        "tolerance": QUICKLY_NEAR if quick else NEAR,
        "holds": not failures and all(claim["holds"] for claim in told),
        "claims": told,
        "failures": failures,
    }


def planned(claims: Mapping[str, Claim], quick: bool) -> list[World]:
    """The worlds of all cases that the set has."""
    return [
        World(name, number, seed, effort.days)
        for name, claim in claims.items()
        for number, case in enumerate(claim.cases)
        if (effort := case.effort(quick)) is not None
        for seed in range(1, effort.worlds + 1)
    ]


def _claim(claim: Claim, quick: bool, found: Mapping[World, Figures | Failure]) -> Document:
    rows = []
    for number, case in enumerate(claim.cases):
        if (effort := case.effort(quick)) is None:
            continue
        seen = [found[World(claim.name, number, seed, effort.days)] for seed in range(1, effort.worlds + 1)]
        kept = [each for each in seen if not isinstance(each, Failure)]
        rows += [_plain(case, row) for row in rows_of(case, kept, quick)]
    return {
        "name": claim.name,
        "words": claim.words,
        "source": claim.source,
        "holds": bool(rows) and all(row["holds"] for row in rows),
        "rows": rows,
    }


def rows_of(case: Case, worlds: Sequence[Figures], quick: bool) -> list[Row]:
    """A row a figure."""
    return [
        judged(case, figure, value, [each[figure] for each in worlds], quick)
        for figure, value in case.theory().items()
    ]


def _plain(case: Case, row: Row) -> Document:
    return {
        "case": case.words.format(**case.values) if case.values else case.words,
        "words": case.words,
        "values": dict(case.values),
        "figure": row.figure,
        "theory": row.theory,
        "mean": row.mean,
        "interval": None if row.interval is None else list(row.interval),
        "difference": row.difference,
        "n": row.n,
        "judged": case.judged.value,
        "allowed": case.allowed,
        "holds": row.holds,
    }
