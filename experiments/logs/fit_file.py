"""A fit as `[set]` values of a place, each with its interval and source in the line, and as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jiaosuo.experiments.inference.trust import FIT
from jiaosuo.experiments.logs.fit_result import FittedHours, FittedNumber, LogFit
from jiaosuo.experiments.places.folder import SCENARIO
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.words import speaker

BEFORE = "scenario.before-fit.toml"


def write_fit(fit: LogFit, folder: Path) -> list[Path]:
    """Write the numbers into the folder's scenario and the whole fit beside it; the files.

    What the scenario was before the first fit is kept. OSError if it cannot be written.
    """
    file = folder / SCENARIO
    text = read_text(file, "scenario file", "TOML")
    kept = folder / BEFORE
    files = [] if kept.exists() else [put_text(kept, text)]
    lines = {each.name: set_line(each) for each in fit.fitted}
    text = with_table(with_set(text, lines), "hours", {each.kind: hours_line(each) for each in fit.hours})
    return [*files, put_text(file, text), put_text(folder / FIT, written(fit.to_json()))]


def set_line(each: FittedNumber) -> str:
    """A number as a line of `[set]`."""
    value = f"{int(each.value)}" if each.value == int(each.value) else f"{each.value:.6g}"
    return (
        f"{each.name} = {value}  # fitted from log, n = {each.n:,}; 90 %: {each.low:.4g} to {each.high:.4g}"
    )


def hours_line(each: FittedHours) -> str:
    """The hours of a kind as a line of `[hours]`."""
    weights = ", ".join(f"{weight:g}" for weight in each.weights)
    return f"{each.kind} = [{weights}]  # fitted from log, n = {each.n:,}"


def with_set(text: str, lines: Mapping[str, str]) -> str:
    """A scenario with lines of its table `[set]` in place of those of the same names, new ones at its end."""
    return with_table(text, "set", lines)


def with_table(text: str, table: str, lines: Mapping[str, str]) -> str:
    """A scenario with lines of one of its tables in place of those of the same names, new ones at its end."""
    if not lines:
        return text
    found = re.search(rf"(?m)^\[{table}\][^\n]*\n?", text)
    if found is None:
        return text.rstrip("\n") + f"\n\n[{table}]\n" + "".join(f"{line}\n" for line in lines.values())
    following = re.search(r"(?m)^\[", text[found.end() :])
    end = found.end() + (following.start() if following else len(text) - found.end())
    body, left = text[found.end() : end], dict(lines)
    for name in lines:
        pattern = rf"(?m)^{name}\s*=.*$"
        if re.search(pattern, body):
            body = re.sub(pattern, left.pop(name), body, count=1)
    body = body.rstrip("\n") + "\n" + "".join(f"{line}\n" for line in left.values())
    return text[: found.end()] + body.lstrip("\n") + ("\n" if following else "") + text[end:]


def show_fit(fit: LogFit, language: str | None = None) -> None:
    """Print a fit: what was found beside what the place had, and what the log does not tell."""
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _ = speaker(language)
    title = _("{calls:,} calls in {days:g} days; dispersion {spread:.2f}", calls=fit.calls, days=fit.days,
              spread=fit.dispersion)  # fmt: skip
    table = Table(title=title, title_justify="left")
    for heading in (_("Number"), _("Fitted"), _("90 % interval"), "n", _("Before")):
        table.add_column(heading)
    for each in fit.fitted:
        wide = f"{each.low:.4g} - {each.high:.4g}"
        table.add_row(each.name, f"{each.value:.4g}", wide, f"{each.n:,}", f"{each.before:.4g}")
    console = Console()
    console.print(table)
    if fit.hours:
        named = _(", ").join(f"{each.kind} ({each.n:,})" for each in fit.hours)
        console.print(
            _("Hours of the day, written to [hours], calls of: {kinds}.", kinds=named), soft_wrap=True
        )
    for missing in fit.not_fitted:
        why = _(missing.why, n=missing.n, least=missing.least)
        console.print(f"· {missing.name}: {why}", highlight=False, markup=False, soft_wrap=True)
