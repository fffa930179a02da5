"""The makers of what the page stores, by kind: their sources are a part of every address.

After a change of one of them nothing older is found, and it is computed again. Modules are named, not
imported: the server asks for addresses and never runs the model.
"""

from __future__ import annotations

from jiaosuo.experiments.provenance.makers import CODE_AND_PLACES, MODEL, Makers

_WORLD = (
    *MODEL,
    "jiaosuo.dashboard.choice.axis",
    "jiaosuo.dashboard.choice.comparison",
    "jiaosuo.dashboard.choice.read_once",
    "jiaosuo.dashboard.playback.run_plan",
    "jiaosuo.experiments.results.record",
)
"""What makes a world of the page: the model with its places, a comparison read, a run planned, an answer
written."""

_REPLICATIONS = (
    "jiaosuo.dashboard.jobs.background_jobs",
    "jiaosuo.dashboard.jobs.function",
    "jiaosuo.experiments.replication",
    "jiaosuo.experiments.runs.splits",
)
"""What runs worlds side by side, and so finds the best split of a force."""

_ASIDE = (
    "jiaosuo.dashboard.choice.problem",  # how a failure is told
    "jiaosuo.dashboard.jobs.memory",  # what a worker holds for later
    "jiaosuo.dashboard.jobs.messages",  # how a job is told to a worker
    "jiaosuo.dashboard.playback.makers",  # the table of names
    "jiaosuo.experiments.analyses",  # what is fitted to stored answers has an address of its own
    "jiaosuo.experiments.engines",  # runs worlds on many processes; the page has workers of its own
    "jiaosuo.experiments.provenance",
    "jiaosuo.experiments.statistics",  # intervals are made of stored answers, each time anew
)

BACKGROUND = Makers((*_WORLD, *_REPLICATIONS), _ASIDE, CODE_AND_PLACES)
PLAYBACK = Makers(
    (
        *BACKGROUND.modules,  # a recording may hang on a split that was found, which its address does not say
        "jiaosuo.dashboard.jobs.worker",
        "jiaosuo.dashboard.playback.packing",
        "jiaosuo.dashboard.playback.recording",
        "jiaosuo.dashboard.playback.recording_header",
        "jiaosuo.dashboard.playback.trajectories",
    ),
    (*_ASIDE, "jiaosuo.dashboard.jobs.pipes", "jiaosuo.dashboard.playback.store"),
    CODE_AND_PLACES,
)
_NO_SPLIT = (*_ASIDE, "jiaosuo.experiments.runs.splits")  # they are asked of forces split beforehand
THEORY = Makers(
    (
        *_WORLD,
        "jiaosuo.dashboard.results.queueing_loads",
        "jiaosuo.experiments.comparison.geometry",
        "jiaosuo.experiments.comparison.geometry_result",
    ),
    _NO_SPLIT,
    CODE_AND_PLACES,
)
WAYS = Makers(
    (
        *_WORLD,
        "jiaosuo.dashboard.results.travel_loads",
        "jiaosuo.experiments.comparison.geometry",
        "jiaosuo.experiments.comparison.geometry_result",
    ),
    _NO_SPLIT,
    CODE_AND_PLACES,
)
SURFACE = Makers(
    (
        "jiaosuo.experiments.analyses.surface.emulator",
        "jiaosuo.experiments.analyses.surface.fitting",
        "jiaosuo.experiments.analyses.surface.surface_result",
        "jiaosuo.experiments.inference.lengths",
        "jiaosuo.experiments.inference.process",
    ),
    (
        "jiaosuo.experiments.results",
        "jiaosuo.experiments.statistics",
        "jiaosuo.experiments.study_tools",
    ),
)
"""A fit depends on its points and values, which its address says, and on how it is made."""
SKILLS = Makers((*_WORLD, "jiaosuo.dashboard.lessons.skills"), _NO_SPLIT, CODE_AND_PLACES)

MAKERS = {
    **dict.fromkeys(("run", "chunk", "state", "header", "calls"), PLAYBACK),
    **dict.fromkeys(("replication", "replications", "split trial", "split", "years"), BACKGROUND),
    "surface": SURFACE,
    "jiaosuo.dashboard.results.queueing_loads:loads": THEORY,
    "jiaosuo.dashboard.results.travel_loads:both_ways": WAYS,
    "jiaosuo.dashboard.lessons.skills:skills": SKILLS,
}
"""By the kinds that `run_plan.address` knows; functions that are called in a worker by their names."""
