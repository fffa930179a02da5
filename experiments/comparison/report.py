"""A comparison as one page that opens anywhere: question, verdict, numbers, charts, and how to make it again.

`report.html` holds its charts, its data and the drawing library, and asks the network for nothing. Beside it
stand the charts as SVG and PNG. The same result gives the same bytes: no clock and no chance enters the page.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from jiaosuo.experiments.comparison.charts import HUES, Spec, charts
from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS
from jiaosuo.experiments.comparison.index_table import has_index, heads, index_notes, rows
from jiaosuo.experiments.comparison.result import (
    Headline,
    Result,
    check,
    is_share,
    label_of,
    mark,
    present,
    unit_of,
)
from jiaosuo.experiments.comparison.robust_words import robust_sentences
from jiaosuo.experiments.comparison.tables import CAPTION, difference_cell, mean_cell, titled
from jiaosuo.experiments.comparison.verdict import findings, notes, setting
from jiaosuo.experiments.pages.markup import (
    Html,
    document,
    drawn,
    figure,
    folded,
    items,
    pairs_table,
    plain_text,
    section,
    side_by_side,
    table,
    tag,
)
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_, language, speaker, translate

FEW = 8
"""More levers than this are folded away."""


def write_report(
    result: Result, calls: pl.DataFrame | None, folder: Path, language_: str | None = None
) -> list[Path]:
    """Write `report.html` and each chart as SVG and PNG into `folder` (made if missing); returns the paths.

    `calls` has one row a call that asks for a response, with columns rule, domain, area and response_minutes
    (null where nobody came; such calls stay in the denominator). Everything is drawn before the first file
    is written, and each file is put in place whole. Raises InputError for a result or calls without their
    fields.
    """
    check(result)
    language_ = language(language_)
    specs = charts(result, calls, language_)
    pictures, files = drawn(specs)
    files = {"report.html": page(result, specs, pictures, language_).encode()} | files
    folder.mkdir(parents=True, exist_ok=True)
    return [put(folder / name, content) for name, content in files.items()]


def command(result: Result) -> str:
    """The command that makes this comparison again: the result's own, or put together from its settings."""
    if isinstance(own := result.get("command"), str):
        return own
    words = ["jiaosuo", "compare", str(result.get("preset", "")), "--rules", ",".join(result["rules"])]
    for option in ("days", "replications", "seed", "staffing"):
        if result.get(option) is not None:
            words += [f"--{option}", plain_text(result[option])]
    for lever, setting_ in (result.get("levers") or {}).items():
        words += ["--set", f"{lever}={plain_text(setting_)}"]
    weights = (result.get("index") or {}).get("weights", EQUAL_WEIGHTS)
    if weights != EQUAL_WEIGHTS:
        words += ["--weights", ",".join(f"{name}={plain_text(weight)}" for name, weight in weights.items())]
    return shlex.join(words)


def page(
    result: Result, specs: Mapping[str, Spec], pictures: Mapping[str, str], language_: str | None = None
) -> str:
    """The whole page as text; `specs` are its charts, `pictures` the same as SVG where scripts do not run."""
    _ = speaker(language_)
    title = _("{preset}: {rules}", preset=result.get("preset", "?"), rules=_rule_list(result, language_))
    return document(title, _sections(result, pictures, language_), specs, language_)


CAPTIONS = {
    "headlines": N_(
        "What each rule changes against the first, with 95 % intervals. Right is better; hollow is not "
        "distinguishable."
    ),
    "response": N_(
        "Mean response by domain and area under each rule. Differences are judged in pairs, so intervals "
        "here may overlap where a difference is real."
    ),
    "weights": N_("Share of all sets of weights under which each rule has the highest efficiency index."),
    "distribution": N_(
        "How long people wait: share of all calls answered within so many minutes. Calls nobody came to "
        "stay in the denominator."
    ),
}


def _sections(result: Result, pictures: Mapping[str, str], language_: str | None) -> list[Html]:
    _ = speaker(language_)
    question = _("Which rule serves {preset} best?", preset=result.get("preset", "?"))
    head = tag("header", tag("p", _("Police integration laboratory"), class_="kicker"), tag("h1", question))
    lede = tag("p", setting(result, language_), class_="lede")
    figures = {name: figure(name, svg, _(CAPTIONS[name])) for name, svg in pictures.items()}
    bar = figures.pop("weights", Html(""))
    return [
        head,
        lede,
        section(_("Verdict"), items(findings(result, language_)), *_what_flips(result, language_)),
        section(
            _("Headline numbers"), _headline_table(result, language_), tag("p", _(CAPTION), class_="note")
        ),
        section(_("Efficiency index"), *_index(result, bar, language_)) if has_index(result) else Html(""),
        section(_("Charts"), *figures.values()) if figures else Html(""),
        section(_("What belongs beside it"), items(notes(result, language_))),
        section(_("How to make it again"), *_remaking(result, language_)),
    ]


def _what_flips(result: Result, language_: str | None) -> list[Html]:
    """Beside the verdict, the assumptions it hangs on, if they were asked for."""
    sentences = robust_sentences(result, language_)
    return [tag("h3", translate("What would flip it", language_)), items(sentences)] if sentences else []


def _headline_table(result: Result, language_: str | None) -> Html:
    _ = speaker(language_)
    first, *later = result["rules"]
    heads = [tag("th", _("Measure"))]
    heads += [tag("th", _dot(result, rule), _(rule)) for rule in result["rules"]]
    heads += [tag("th", _("{rule} against {first}", rule=_(rule), first=_(first))) for rule in later]
    rows = [tag("tr", *_headline_row(result, headline, language_)) for headline in present(result)]
    return table(heads, rows)


def _index(result: Result, bar: Html, language_: str | None) -> list[Html]:
    """The index with its parts and shares, the bar of shares, and how to read them."""
    lines = []
    for row in rows(result, language_):
        cells = [_judged(cell.text, cell.sign) for cell in row.cells]
        lines.append(tag("tr", tag("th", row.title, scope="row"), tag("td", row.weight), *cells))
    notes = [tag("p", note, class_="note") for note in index_notes(result, language_)]
    return [table([tag("th", head) for head in heads(result, language_)], lines), *notes, bar]


def _judged(text: str, sign: str) -> Html:
    """A cell with the sign that judges it."""
    kind = {"✓": "better", "✗": "worse"}.get(sign, "open" if sign else "")
    return tag("td", text, " ", tag("span", sign, class_="mark"), class_=kind)


def _headline_row(result: Result, headline: Headline, language_: str | None) -> list[Html]:
    outcome = headline.outcome
    cells = [tag("th", titled(result, headline, language_), scope="row")]
    cells += [tag("td", mean_cell(result, outcome, rule, language_)) for rule in result["rules"]]
    for rule in result["rules"][1:]:
        cells.append(_judged(difference_cell(result, outcome, rule), mark(result, outcome, rule)))
    return cells


def _dot(result: Result, rule: str) -> Html:
    hue = HUES[result["rules"].index(rule) % len(HUES)]
    return tag("span", class_="dot", style=f"background:{hue}")


def _remaking(result: Result, language_: str | None) -> list[Html]:
    """The command, the levers, the versions, every measure and the digest of every world."""
    _ = speaker(language_)
    settings = {_("Seed"): result.get("seed"), _("Days"): result.get("days")}
    settings |= {_("Worlds"): result.get("replications"), _("Staffing"): _(str(result.get("staffing", "?")))}
    digests = {f"{_('Seed')} {seed}": digest for seed, digest in (result.get("world_digest") or {}).items()}
    levers = result.get("levers") or {}
    tables = [pairs_table(settings, _("Settings")), pairs_table(result.get("versions") or {}, _("Versions"))]
    if 0 < len(levers) <= FEW:
        tables.insert(1, pairs_table(levers, _("Levers")))
    return [
        tag("pre", tag("code", command(result))),
        tag("div", *tables, class_="columns"),
        *([folded(_("Levers"), side_by_side(levers))] if len(levers) > FEW else []),
        folded(_("All measures"), _all_measures(result, language_)),
        *([folded(_("Digest of each world before policing"), side_by_side(digests))] if digests else []),
    ]


def _all_measures(result: Result, language_: str | None) -> Html:
    _ = speaker(language_)
    heads = [tag("th", _("Measure"))] + [tag("th", _dot(result, rule), _(rule)) for rule in result["rules"]]
    heads += [tag("th", _("Unit"))]
    rows = []
    for outcome in result["outcomes"]:
        cells = [tag("td", mean_cell(result, outcome, rule, language_)) for rule in result["rules"]]
        unit = "%" if is_share(result, outcome) else _(unit_of(result, outcome))
        name = tag("th", label_of(result, outcome, language_), scope="row")
        rows.append(tag("tr", name, *cells, tag("td", unit)))
    return table(heads, rows)


def _rule_list(result: Result, language_: str | None) -> str:
    _ = speaker(language_)
    return _(", ").join(_(rule) for rule in result["rules"])
