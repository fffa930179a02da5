"""Posterior samples that ship with places: what the published figures leave of the numbers set by hand there.

One file a place, PLACE.parquet, made by `make posteriors`. Each says of which sources it was made, and is
taken only while these are the present ones: nobody sees a note that stands beside a band.
"""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.inference.posterior import Posterior, read_posterior
from jiaosuo.experiments.provenance.makers import CODE_AND_PLACES, MODEL, Makers
from jiaosuo.model.core.errors import InputError

FOLDER = Path(__file__).parent
MOST_BYTES = 100_000

MAKERS = Makers(
    (
        *MODEL,
        "jiaosuo.experiments.calibration.figures",
        "jiaosuo.experiments.calibration.posteriors_study",
        "jiaosuo.experiments.calibration.published",
        "jiaosuo.experiments.comparison.plausible",
        "jiaosuo.experiments.inference",
        "jiaosuo.experiments.replication",
        "jiaosuo.experiments.sweeps.run",
        "jiaosuo.experiments.sweeps.sample",
        "jiaosuo.experiments.sweeps.wave_runs",
    ),
    aside=(
        "jiaosuo.experiments.calibration.posteriors_result",
        "jiaosuo.experiments.calibration.tension",  # reads a sample
        "jiaosuo.experiments.comparison.robust_result",
        "jiaosuo.experiments.engines",
        "jiaosuo.experiments.inference.ranks",  # of recoveries
        "jiaosuo.experiments.inference.trust",  # of hindcasts
        "jiaosuo.experiments.places",
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.results",
        "jiaosuo.experiments.statistics",
        "jiaosuo.experiments.study_tools",
        "jiaosuo.experiments.sweeps.design",
        "jiaosuo.experiments.sweeps.driver",
        "jiaosuo.experiments.sweeps.identity",
    ),
    suffixes=CODE_AND_PLACES,
)
"""What a posterior of a shipped place comes from."""


def sources() -> str:
    """A hash of these sources, as a posterior says it."""
    return MAKERS.version[:16]


def shipped_posterior(place: str, folder: Path = FOLDER) -> Path | None:
    """The file of a shipped place's posterior; None where there is none, or it is of other sources."""
    file = folder / f"{place}.parquet"
    if not place.replace("-", "").isalnum() or not file.is_file():
        return None
    found = _read(file)
    return file if found is not None and found.about.code == sources() else None


def shipped_names(folder: Path = FOLDER) -> list[str]:
    """The places that have one, of whatever sources."""
    return sorted(each.stem for each in folder.glob("*.parquet"))


def _read(file: Path) -> Posterior | None:
    try:
        return read_posterior(file)
    except InputError:
        return None
