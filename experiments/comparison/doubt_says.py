"""What would lessen a doubt, in a sentence: more worlds, or knowing some of the numbers."""

from __future__ import annotations

from collections.abc import Callable

from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt, ParameterDoubt
from jiaosuo.model.core.words import N_, speaker

SURE = 0.05
MOSTLY = 0.5
"""Share of the doubt from which it is mostly in the numbers."""
SHOWN = 3

KNOW = N_(
    "More worlds will not help: {share} % of this doubt is in numbers that nobody has measured. Knowing "
    "{names} would."
)
NO_ONE = N_(
    "More worlds will not help: {share} % of this doubt is in numbers that nobody has measured, and none of "
    "them stands out among {draws} sets."
)
WORLDS = N_("More worlds would help: {share} % of this doubt is the chance of worlds.")
UNSEEN = N_("What the numbers do is not told from the chance of worlds in {draws} sets of {worlds} worlds.")


def is_told(each: DifferenceDoubt) -> bool:
    """Whether what the numbers do is told from the chance of worlds."""
    return each.p <= SURE


def known_to_act(each: DifferenceDoubt) -> list[ParameterDoubt]:
    """The numbers that are told to make the doubt, those with most first; none where nothing is told."""
    return [one for one in each.parameters if one.p_holm <= SURE][:SHOWN] if is_told(each) else []


def what_helps(
    each: DifferenceDoubt, worlds: int, language_: str | None, label: Callable[[str], str] = str
) -> str:
    """Whether more worlds would help, or which numbers to know. `label`: how a number is called."""
    _ = speaker(language_)
    if not is_told(each):
        return _(UNSEEN, draws=each.draws, worlds=worlds)
    share, known = round(100 * each.share), known_to_act(each)
    if each.share < MOSTLY:
        return _(WORLDS, share=100 - share)
    if known:
        return _(KNOW, share=share, names=_(", ").join(label(one.name) for one in known))
    return _(NO_ONE, share=share, draws=each.draws)
