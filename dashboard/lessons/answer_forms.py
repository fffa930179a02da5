"""Ways in which an answer is picked, as a lesson's file says them: `answer = { by = "sign", ... }`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from jiaosuo.dashboard.lessons.answers import Answer, by_larger, by_lead, by_sign, by_size, by_two_signs
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.forms import Form
from jiaosuo.dashboard.lessons.weights import share

AS_GOOD, AS_BEFORE = 0.9, 0.1
"""Shares of the way from basic training to a specialist beyond which skill is called the one or the other."""

FEW, MANY = 0.5, 0.9
"""Shares of all sets of weights below and above which a side is called best under few and under many."""


class AnswerForm(Form):
    """A way of picking a choice. `CONTRASTS`, `CHOICES`: which of its keys name a contrast, or a choice."""

    CONTRASTS: ClassVar[tuple[str, ...]] = ()
    CHOICES: ClassVar[tuple[str, ...]] = ()
    by: str

    def contrasts(self) -> dict[str, str]:
        """The contrasts that it names, by key."""
        return {key: getattr(self, key) for key in self.CONTRASTS}

    def choices(self) -> dict[str, str]:
        """The choices that it can pick, by key."""
        return {key: getattr(self, key) for key in self.CHOICES}

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """The answer itself."""
        raise NotImplementedError


class BySign(AnswerForm):
    """By which way a contrast went; `same`: it cannot be told."""

    CONTRASTS = ("contrast",)
    CHOICES = ("less", "more", "same")
    contrast: str
    less: str
    more: str
    same: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the contrast's name: it is judged in the family of its step."""
        return by_sign(self.contrast, less=self.less, more=self.more, same=self.same)


class ByTwoSigns(AnswerForm):
    """By which of two contrasts went the way of `goes`, told from none."""

    CONTRASTS = ("first", "second")
    CHOICES = ("both", "only_first", "only_second", "neither")
    first: str
    second: str
    goes: Literal["less", "more"]
    both: str
    only_first: str
    only_second: str
    neither: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the names of the two: each is judged in the family of its step."""
        chosen = {
            (True, True): self.both,
            (True, False): self.only_first,
            (False, True): self.only_second,
            (False, False): self.neither,
        }
        return by_two_signs(self.first, self.second, chosen, sign=-1 if self.goes == "less" else 1)


class ByLead(AnswerForm):
    """By what became of the right side's lead from one contrast to another; `lead`: of what it leads by."""

    CONTRASTS = ("before", "after")
    CHOICES = ("larger", "smaller", "same")
    before: str
    after: str
    lead: Literal["less", "more"]
    larger: str
    smaller: str
    same: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the two contrasts, world by world."""
        return by_lead(
            contrasts[self.before],
            contrasts[self.after],
            larger=self.larger,
            smaller=self.smaller,
            same=self.same,
            less_leads=self.lead == "less",
        )


class CutForm(Form):
    """A choice, and the share of the left side that a contrast lies `below` for it."""

    below: float
    choice: str


class BySize(AnswerForm):
    """By a contrast as a share of the left side: the first of `cuts` that it lies below, else `last`."""

    CONTRASTS = ("contrast",)
    contrast: str
    cuts: list[CutForm] = Field(min_length=1)
    last: str
    same: str

    def choices(self) -> dict[str, str]:
        """Those of the cuts, the last, and the one for what cannot be told."""
        cuts = {f"cut {number}": cut.choice for number, cut in enumerate(self.cuts, start=1)}
        return cuts | {"last": self.last, "same": self.same}

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the contrast's name: it is judged in the family of its step."""
        cuts = [(cut.below, cut.choice) for cut in self.cuts]
        return by_size(self.contrast, cuts, last=self.last, same=self.same)


class ByLarger(AnswerForm):
    """By which of two contrasts went down further."""

    CONTRASTS = ("one", "other")
    CHOICES = ("first", "second", "alike")
    one: str
    other: str
    first: str
    second: str
    alike: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the names of the two."""
        return by_larger(self.one, self.other, self.first, self.second, self.alike)


class BySkill(AnswerForm):
    """By where skill in traffic ends on the right of a scene; the lesson asks for `skills`."""

    CHOICES = ("same", "between", "floor")
    scene: str
    same: str
    between: str
    floor: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the way from basic training to a specialist of the left side."""

        def answer(findings: Findings) -> str | None:
            skills = findings.skills.get(self.scene)
            if skills is None:
                return None
            floor, top = skills.floor, skills.left.settled
            way = (skills.right.settled - floor) / (top - floor)
            return self.same if way > AS_GOOD else self.floor if way < AS_BEFORE else self.between

        return answer


class ByWeights(AnswerForm):
    """By the share of all sets of weights under which the right side is best; as `weights.share`."""

    CHOICES = ("few", "half", "many")
    scene: str
    measures: list[str] = Field(default_factory=list)
    few: str
    half: str
    many: str

    def made(self, contrasts: Mapping[str, Contrast]) -> Answer:
        """By the bands below FEW and above MANY."""

        def answer(findings: Findings) -> str | None:
            found = share(findings, self.scene, self.measures)
            if found.mean is None:
                return None
            return self.few if found.mean < FEW else self.many if found.mean > MANY else self.half

        return answer


ANSWERS: Mapping[str, type[AnswerForm]] = {
    "sign": BySign,
    "two signs": ByTwoSigns,
    "lead": ByLead,
    "size": BySize,
    "larger": ByLarger,
    "skill": BySkill,
    "weights": ByWeights,
}
"""Ways by the name that `by` gives."""
