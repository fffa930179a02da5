"""A calibration in the folder of its place: the sample, its page, and what was told in the scenario."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.inference.posterior import FILE, NOTHING, Learned, Posterior, write_posterior
from jiaosuo.experiments.logs.calibration_page import write_page
from jiaosuo.experiments.logs.calibration_words import TELLS, sentences
from jiaosuo.experiments.logs.fit_file import BEFORE, with_set
from jiaosuo.experiments.places.folder import SCENARIO
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.words import speaker

PAGE = "posterior.html"


def write_calibration(found: Posterior, folder: Path, place: bool, language: str | None = None) -> list[Path]:
    """Write the sample and its page into a folder, and what was told into the scenario of a place; the files.

    What the scenario was before the first fit is kept. OSError if it cannot be written.
    """
    files = [write_posterior(found, folder / FILE), write_page(found, folder / PAGE, language)]
    lines = {each.name: set_line(each, found.about.runs) for each in found.told() if each.tells != NOTHING}
    if not place or not lines:
        return files
    file, kept = folder / SCENARIO, folder / BEFORE
    text = read_text(file, "scenario file", "TOML")
    if not kept.exists():
        files.append(put_text(kept, text))
    return [*files, put_text(file, with_set(text, lines))]


def set_line(each: Learned, runs: int) -> str:
    """A parameter as a line of `[set]`."""
    interval = f"{each.low:.4g} to {each.high:.4g}"
    return f"{each.name} = {each.median:.6g}  # calibrated to log, {runs:,} runs; 90 %: {interval}"


def show_calibration(found: Posterior, language: str | None = None) -> None:
    """Print a calibration: each parameter before and after, and what it says in sentences."""
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _ = speaker(language)
    about = found.about
    title = _(
        "{place}: {runs:,} runs of {days:g} days in {waves} waves, held against {n} figures of the log",
        place=about.place,
        runs=about.runs,
        days=about.run_days,
        waves=about.waves,
        n=len(about.away),
    )
    table = Table(title=title, title_justify="left")
    for heading in (_("Number"), _("Plausible before"), _("Median"), _("90 % interval"), _("The log tells")):
        table.add_column(heading)
    for each, before in zip(found.told(), about.ranges, strict=True):
        prior, after = (f"{one.low:.3g} - {one.high:.3g}" for one in (before, each))
        table.add_row(each.name, prior, f"{each.median:.3g}", after, _(TELLS[each.tells]))
    console = Console()
    console.print(table)
    for sentence in sentences(found, language):
        console.print(f"· {sentence}", highlight=False, markup=False, soft_wrap=True)
