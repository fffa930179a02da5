"""Ship the posteriors that a study kept: `python -m jiaosuo.experiments.calibration.shipping FOLDER`.

A shipped file has fewer draws than the sample, evenly taken, so that it stays small. What a few of them give
when they are run lies beside it (`tried`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from jiaosuo.experiments.calibration.posteriors_study import NAME
from jiaosuo.experiments.inference.posterior import FILE, Posterior, read_posterior, write_posterior
from jiaosuo.experiments.places.posteriors import FOLDER, MOST_BYTES, sources
from jiaosuo.model.core.errors import InputError

DRAWS = 300


def ship(kept: Path, folder: Path = FOLDER) -> list[Path]:
    """Write one file a place from what `study calibration-posteriors --keep` left below `kept`.

    InputError where there is nothing, or where it is of other sources than the present ones; then nothing is
    written.
    """
    found = [read_posterior(each) for each in sorted(kept.glob(f"{NAME}-*/{FILE}"))]
    if not found:
        raise InputError("folder", str(kept), "must be a folder for the runs")
    for each in found:
        if each.about.code != sources():
            allowed = f"its runs were made by code {each.about.code}, and this is {sources()}"
            raise InputError("folder", each.about.place, allowed)
    return [_small(write_posterior(thinned(each), folder / f"{each.about.place}.parquet")) for each in found]


def thinned(found: Posterior, draws: int = DRAWS) -> Posterior:
    """So many of the draws, evenly taken; all of them where there are no more."""
    n = len(found.draws)
    rows = [at * n // draws for at in range(draws)] if n > draws else list(range(n))
    return Posterior(found.about, found.draws[rows])


def _small(file: Path) -> Path:
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{file}: {size:,} bytes, and at most {MOST_BYTES:,} are shipped")
    return file


if __name__ == "__main__":
    for written in ship(Path(sys.argv[1])):
        print(written)
