"""What a study's numbers come from: the modules that decide them, and one hash of their sources."""

from __future__ import annotations

from jiaosuo.experiments.provenance.makers import CODE_AND_PLACES, MODEL, Makers

_STUDY_TOOLS = (
    *MODEL,
    "jiaosuo.experiments.replication",
    "jiaosuo.experiments.statistics",
    "jiaosuo.experiments.study_tools.design_points",
    "jiaosuo.experiments.study_tools.changes",
    "jiaosuo.experiments.study_tools.options",
    "jiaosuo.experiments.study_tools.study",
    "jiaosuo.experiments.sweeps.identity",
)
_ASIDE = (
    "jiaosuo.experiments.charts",  # how a result is drawn
    "jiaosuo.experiments.comparison",  # signs and words of outcomes
    "jiaosuo.experiments.engines",
    "jiaosuo.experiments.inputs",
    "jiaosuo.experiments.provenance",
    "jiaosuo.experiments.results",
    "jiaosuo.experiments.study_tools.checkpoints",
    "jiaosuo.experiments.study_tools.pages",  # how a result is shown
    "jiaosuo.experiments.study_tools.result",  # how it is written and read
    "jiaosuo.experiments.sweeps.design",
)
_ASIDE_OF_WEIGHING = tuple(each for each in _ASIDE if each != "jiaosuo.experiments.comparison")
"""Where the index is a part of the result, it is no bystander."""
OF_THE_MODEL = Makers(MODEL, suffixes=CODE_AND_PLACES)
"""Of studies that are not stored: their documents say which model they are of."""

MAKERS = {
    "tipping-point": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.tipping_point.judge",
            "jiaosuo.experiments.analyses.tipping_point.tipping_result",
            "jiaosuo.experiments.analyses.tipping_point.tipping_study",
            "jiaosuo.experiments.analyses.tipping_point.theory",
            "jiaosuo.experiments.comparison.geometry",
        ),
        _ASIDE,
        CODE_AND_PLACES,
    ),
    "professionals": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.attribution.mechanisms",
            "jiaosuo.experiments.analyses.professionals.judge",
            "jiaosuo.experiments.analyses.professionals.mechanisms_off",
            "jiaosuo.experiments.analyses.professionals.professionals_result",
            "jiaosuo.experiments.analyses.professionals.professionals_study",
            "jiaosuo.experiments.comparison.index",
            "jiaosuo.experiments.comparison.index_result",
            "jiaosuo.experiments.comparison.values",
        ),
        (*_ASIDE_OF_WEIGHING, "jiaosuo.model.theory"),
        CODE_AND_PLACES,
    ),
    "surface": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.surface.design",
            "jiaosuo.experiments.analyses.surface.emulator",
            "jiaosuo.experiments.analyses.surface.fitting",
            "jiaosuo.experiments.analyses.surface.prediction",
            "jiaosuo.experiments.analyses.surface.surface_result",
            "jiaosuo.experiments.analyses.surface.surface_study",
            "jiaosuo.experiments.inference.lengths",
            "jiaosuo.experiments.inference.process",
            "jiaosuo.experiments.sweeps.sample",
        ),
        (*_ASIDE, "jiaosuo.model.theory"),
        CODE_AND_PLACES,
    ),
    "why": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.attribution.answers",
            "jiaosuo.experiments.analyses.attribution.attribution_result",
            "jiaosuo.experiments.analyses.attribution.mechanisms",
            "jiaosuo.experiments.analyses.attribution.shapley",
            "jiaosuo.experiments.analyses.attribution.attribution_study",
        ),
        (*_ASIDE, "jiaosuo.model.theory"),  # formulas that no run and no share of it asks
        CODE_AND_PLACES,
    ),
}
"""What a stored result comes from, by study: the model, its places, and how the study measures and judges."""


def sources(study: str) -> str:
    """A hash of the sources that the numbers of a study come from, read as files and not imported."""
    return MAKERS.get(study, OF_THE_MODEL).version[:16]
