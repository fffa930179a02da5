"""Sentences worked out from what is known, as a lesson's file says them: `[[told]]`, with words by language.

A number stands in the words as a placeholder, and each way says which ones there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.lessons.answers import lead_goes
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.forms import Form
from jiaosuo.dashboard.lessons.text import Text, speaker
from jiaosuo.dashboard.lessons.weights import share
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.comparison.values import VALUES

type Further = Callable[[Findings, str], list[str]]
type Words = Mapping[str, Text]


class ToldForm(Form):
    """Sentences of a step. `LINES`: the placeholders of each line of its words. `scenes`: titles by name."""

    LINES: ClassVar[Mapping[str, frozenset[str]]] = {}
    CONTRASTS: ClassVar[tuple[str, ...]] = ()
    name: str
    by: str

    def contrasts(self) -> dict[str, str]:
        """The contrasts that it names, by key."""
        return {key: getattr(self, key) for key in self.CONTRASTS}

    def of_scenes(self) -> dict[str, str]:
        """The scenes that it names, by key."""
        return {}

    def made(self, words: Words, contrasts: Mapping[str, Contrast], scenes: Words) -> Further:
        """The function that tells them."""
        raise NotImplementedError


class TellLead(ToldForm):
    """What became of the right side's lead from one contrast to another; `lead`: of what it leads by."""

    LINES = dict.fromkeys(("larger", "smaller", "same"), frozenset({"size", "low", "high"}))
    CONTRASTS = ("before", "after")
    before: str
    after: str
    lead: Literal["less", "more"]
    decimals: int = Field(1, ge=0, le=6)

    def made(self, words: Words, contrasts: Mapping[str, Contrast], scenes: Words) -> Further:
        """One of three sentences; the interval is that of the change, right less left."""

        def tell(findings: Findings, language: str) -> list[str]:
            before, after = contrasts[self.before], contrasts[self.after]
            goes, change = (
                lead_goes(findings, before, after, self.lead == "less"),
                findings.against(before, after),
            )
            if goes is None or change.mean is None or change.interval is None:
                return []
            line = words[{1: "larger", -1: "smaller", 0: "same"}[goes]]
            low, high = (number(end, self.decimals, signed=True) for end in change.interval)
            return [speaker(language)(line, size=number(abs(change.mean), self.decimals), low=low, high=high)]

        return tell


class TellSkill(ToldForm):
    """Cases of an officer a month, and skill at the start and after years; the lesson asks for `skills`."""

    LINES: ClassVar[Mapping[str, frozenset[str]]] = {
        "cases": frozenset({"apart", "one", "leaders"}),
        "skills": frozenset({"apart", "first", "settled", "floor"}),
    }
    scene: str

    def of_scenes(self) -> dict[str, str]:
        """The one whose skill is told."""
        return {"scene": self.scene}

    def made(self, words: Words, contrasts: Mapping[str, Contrast], scenes: Words) -> Further:
        """Two sentences, worked out from rates and headcounts."""

        def tell(findings: Findings, language: str) -> list[str]:
            skills = findings.skills.get(self.scene)
            if skills is None:
                return []
            _, left, right = speaker(language), skills.left, skills.right
            cases = {"apart": number(left.cases, 1), "one": number(right.cases, 1), "leaders": right.leaders}
            told = {"apart": left.settled, "first": right.first, "settled": right.settled}
            shown = {name: number(value, 2) for name, value in (told | {"floor": skills.floor}).items()}
            return [_(words["cases"], **cases), _(words["skills"], **shown)]

        return tell


class TellPools(ToldForm):
    """What Erlang's formula says of scenes, for a township of average load; the lesson asks for `theory`."""

    LINES: ClassVar[Mapping[str, frozenset[str]]] = {"waits": frozenset({"scene", "apart", "one"})}
    scenes: list[str] = Field(min_length=1)

    def of_scenes(self) -> dict[str, str]:
        """Those whose pools are told."""
        return {f"scenes {place}": name for place, name in enumerate(self.scenes, start=1)}

    def made(self, words: Words, contrasts: Mapping[str, Contrast], scenes: Words) -> Further:
        """A sentence a scene: who waits in per cent, in two forces and in one pool."""
        return lambda findings, language: list(self._told(words["waits"], scenes, findings, language))

    def _told(self, line: Text, scenes: Words, findings: Findings, language: str) -> Iterator[str]:
        # SciPy: the page opens without this
        from jiaosuo.dashboard.results.queueing_theory import predicted

        _ = speaker(language)
        for name in self.scenes:
            pools = findings.loads.get(name)
            if pools is None:
                continue
            parts = places.scenario(findings.places[name])["townships"]
            shares = (
                replace(pool, arrivals=pool.arrivals / parts, free=pool.free / parts)
                for pool in (pools.other, pools.one)
            )
            apart, one = (number(100 * predicted(each).waits, 1) for each in shares)
            yield _(line, scene=_(scenes[name]), apart=apart, one=one)


class TellWeights(ToldForm):
    """Under which share of all sets of weights the right side is best; as `weights.share`."""

    LINES: ClassVar[Mapping[str, frozenset[str]]] = {"share": frozenset({"n", "share", "low", "high"})}
    scene: str
    measures: list[str] = Field(default_factory=list)

    def of_scenes(self) -> dict[str, str]:
        """The one whose worlds are weighed."""
        return {"scene": self.scene}

    def made(self, words: Words, contrasts: Mapping[str, Contrast], scenes: Words) -> Further:
        """A sentence: the share in per cent, its interval, and over how many measures or values."""

        def tell(findings: Findings, language: str) -> list[str]:
            found = share(findings, self.scene, self.measures)
            if found.mean is None or found.interval is None:
                return []
            low, high = (number(100 * end, 0) for end in found.interval)
            n = len(self.measures) or len(VALUES)
            told = {"n": n, "share": number(100 * found.mean, 0), "low": low, "high": high}
            return [speaker(language)(words["share"], **told)]

        return tell


TOLD: Mapping[str, type[ToldForm]] = {
    "lead": TellLead,
    "skill": TellSkill,
    "pools": TellPools,
    "weights": TellWeights,
}
"""Ways by the name that `by` gives."""
