"""A fit as `[set]` values of a place, each with its interval and source in the line, and as a table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from jiaosuo.experiments.inference.trust import FIT
from jiaosuo.experiments.logs.fit_result import FittedHours, FittedNumber, LogFit
from jiaosuo.experiments.places.folder import SCENARIO, with_line
from jiaosuo.model.call_weights import FILE as WEIGHTS
from jiaosuo.model.call_weights import KEY, CallWeights, read_call_weights, write_call_weights
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.incidents import KINDS

BEFORE, WEIGHTS_BEFORE = "scenario.before-fit.toml", "call_weights.before-fit.csv"


def write_fit(fit: LogFit, folder: Path) -> list[Path]:
    """Write the numbers into the folder's scenario and the whole fit beside it; the files.

    What the scenario was before the first fit is kept. OSError if it cannot be written.
    """
    file = folder / SCENARIO
    text = read_text(file, "scenario file", "TOML")
    kept = folder / BEFORE
    files = [] if kept.exists() else [put_text(kept, text)]
    if fit.weights is not None:
        text = with_weights(text, fit, fit.weights, folder)
        files.append(folder / WEIGHTS)
    lines = {each.name: set_line(each) for each in fit.fitted}
    text = with_table(with_set(text, lines), "hours", {each.kind: hours_line(each) for each in fit.hours})
    return [*files, put_text(file, text), put_text(folder / FIT, written(fit.to_json()))]


def with_weights(text: str, fit: LogFit, weights: CallWeights, folder: Path) -> str:
    """Write the weights of cells into the folder; the scenario's text, which names them.

    Kinds without a fit keep the weights that they had. The table that was there before the first fit is kept.
    """
    file, kept = folder / WEIGHTS, folder / WEIGHTS_BEFORE
    rows = weights.rows
    if parse_toml(text, SCENARIO).get(KEY) is True and file.is_file():
        if not kept.exists():
            shutil.copyfile(file, kept)
        before = read_call_weights(folder, tuple(KINDS.values()), weights.cell_km).rows
        rows = (*(each for each in before if each.kind not in weights.by_kind), *rows)
    write_call_weights(folder, replace(weights, rows=rows))
    of_kinds = ", ".join(f"{each.kind} n = {each.n:,}" for each in fit.places if each.written)
    return with_line(text, KEY, f"true  # fitted from log: {of_kinds}")


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
