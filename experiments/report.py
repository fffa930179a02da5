"""A comparison as one page that opens anywhere: question, verdict, numbers, charts, and how to make it again.

`report.html` holds its charts, its data and the drawing library, and asks the network for nothing. Beside it
stand the charts as SVG and PNG. The same result gives the same bytes: no clock and no chance enters the page.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import batched
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl
import vl_convert

from experiments.charts import HUES, Spec, charts
from experiments.index import EQUAL_WEIGHTS
from experiments.index_table import has_index, heads, index_notes, rows
from experiments.result import Headline, Result, check, is_share, label_of, mark, present, unit_of
from experiments.robust_words import robust_sentences
from experiments.tables import CAPTION, difference_cell, mean_cell, titled
from experiments.verdict import findings, notes, setting
from experiments.whole import put
from model.core.words import N_, language, speaker, translate

FEW = 8
"""More levers than this are folded away."""


class Html(str):
    """Text that is markup already; every other string is escaped where it enters the page."""


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
    drawn = {name: vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]) for name, spec in specs.items()}
    files = {"report.html": page(result, specs, drawn, language_).encode()}
    for name, svg in drawn.items():
        files[f"{name}.svg"] = svg.encode()
        files[f"{name}.png"] = vl_convert.svg_to_png(svg, scale=2)
    folder.mkdir(parents=True, exist_ok=True)
    return [put(folder / name, content) for name, content in files.items()]


def command(result: Result) -> str:
    """The command that makes this comparison again: the result's own, or put together from its settings."""
    if isinstance(own := result.get("command"), str):
        return own
    words = ["jiaosuo", "compare", str(result.get("preset", "")), "--rules", ",".join(result["rules"])]
    for option in ("days", "replications", "seed", "staffing"):
        if result.get(option) is not None:
            words += [f"--{option}", _plain(result[option])]
    for lever, setting_ in (result.get("levers") or {}).items():
        words += ["--set", f"{lever}={_plain(setting_)}"]
    weights = (result.get("index") or {}).get("weights", EQUAL_WEIGHTS)
    if weights != EQUAL_WEIGHTS:
        words += ["--weights", ",".join(f"{name}={_plain(weight)}" for name, weight in weights.items())]
    return shlex.join(words)


def page(
    result: Result, specs: Mapping[str, Spec], drawn: Mapping[str, str], language_: str | None = None
) -> str:
    """The whole page as text; `specs` are its charts, `drawn` the same as SVG where scripts do not run."""
    _ = speaker(language_)
    body = tag("main", *_sections(result, drawn, language_))
    title = _("{preset}: {rules}", preset=result.get("preset", "?"), rules=_rule_list(result, language_))
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Html(CSS)),
    )
    scripts = [tag("script", Html(_bundle())), tag("script", Html(_drawing(specs)))] if specs else []
    lang = "zh-CN" if language(language_) == "zh_CN" else "en"
    return "<!DOCTYPE html>\n" + tag("html", head, tag("body", body, *scripts), lang=lang)


def tag(name: str, *children: str, **attributes: str) -> Html:
    """One element; children and attributes are escaped unless they are Html. `class_` gives the class."""
    shown = "".join(f' {key.rstrip("_")}="{escape(text)}"' for key, text in attributes.items())
    inside = "".join(child if isinstance(child, Html) else escape(child) for child in children)
    return Html(f"<{name}{shown}>{inside}</{name}>")


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


def _sections(result: Result, drawn: Mapping[str, str], language_: str | None) -> list[Html]:
    _ = speaker(language_)
    question = _("Which rule serves {preset} best?", preset=result.get("preset", "?"))
    head = tag("header", tag("p", _("Police integration laboratory"), class_="kicker"), tag("h1", question))
    lede = tag("p", setting(result, language_), class_="lede")
    figures = {name: _figure(name, svg, language_) for name, svg in drawn.items()}
    bar = figures.pop("weights", Html(""))
    return [
        head,
        lede,
        _section(_("Verdict"), _list(findings(result, language_)), *_what_flips(result, language_)),
        _section(
            _("Headline numbers"), _headline_table(result, language_), tag("p", _(CAPTION), class_="note")
        ),
        _section(_("Efficiency index"), *_index(result, bar, language_)) if has_index(result) else Html(""),
        _section(_("Charts"), *figures.values()) if figures else Html(""),
        _section(_("What belongs beside it"), _list(notes(result, language_))),
        _section(_("How to make it again"), *_remaking(result, language_)),
    ]


def _what_flips(result: Result, language_: str | None) -> list[Html]:
    """Beside the verdict, the assumptions it hangs on, if they were asked for."""
    sentences = robust_sentences(result, language_)
    return [tag("h3", translate("What would flip it", language_)), _list(sentences)] if sentences else []


def _section(title: str, *content: Html) -> Html:
    return tag("section", tag("h2", title), *content)


def _list(sentences: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", sentence) for sentence in sentences))


def _figure(name: str, svg: str, language_: str | None) -> Html:
    """A place for the live chart; without scripts, the drawn one."""
    caption = translate(CAPTIONS[name], language_)
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    still = tag("noscript", Html(f'<img alt="{escape(caption)}" src="{source}">'))
    return tag("figure", tag("figcaption", caption), tag("div", still, id=f"chart-{name}", class_="chart"))


def _headline_table(result: Result, language_: str | None) -> Html:
    _ = speaker(language_)
    first, *later = result["rules"]
    heads = [tag("th", _("Measure"))]
    heads += [tag("th", _dot(result, rule), _(rule)) for rule in result["rules"]]
    heads += [tag("th", _("{rule} against {first}", rule=_(rule), first=_(first))) for rule in later]
    rows = [tag("tr", *_headline_row(result, headline, language_)) for headline in present(result)]
    return _table(heads, rows)


def _index(result: Result, bar: Html, language_: str | None) -> list[Html]:
    """The index with its parts and shares, the bar of shares, and how to read them."""
    lines = []
    for row in rows(result, language_):
        cells = [_judged(cell.text, cell.sign) for cell in row.cells]
        lines.append(tag("tr", tag("th", row.title, scope="row"), tag("td", row.weight), *cells))
    notes = [tag("p", note, class_="note") for note in index_notes(result, language_)]
    return [_table([tag("th", head) for head in heads(result, language_)], lines), *notes, bar]


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


def _table(heads: Sequence[Html], rows: Sequence[Html]) -> Html:
    return tag("div", tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows)), class_="wide")


def _remaking(result: Result, language_: str | None) -> list[Html]:
    """The command, the levers, the versions, every measure and the digest of every world."""
    _ = speaker(language_)
    settings = {_("Seed"): result.get("seed"), _("Days"): result.get("days")}
    settings |= {_("Worlds"): result.get("replications"), _("Staffing"): _(str(result.get("staffing", "?")))}
    digests = {f"{_('Seed')} {seed}": digest for seed, digest in (result.get("world_digest") or {}).items()}
    levers = result.get("levers") or {}
    tables = [_pairs(settings, _("Settings")), _pairs(result.get("versions") or {}, _("Versions"))]
    if 0 < len(levers) <= FEW:
        tables.insert(1, _pairs(levers, _("Levers")))
    return [
        tag("pre", tag("code", command(result))),
        tag("div", *tables, class_="columns"),
        *([_folded(_("Levers"), _side_by_side(levers))] if len(levers) > FEW else []),
        _folded(_("All measures"), _all_measures(result, language_)),
        *([_folded(_("Digest of each world before policing"), _side_by_side(digests))] if digests else []),
    ]


def _pairs(pairs: Mapping[str, Any], title: str = "") -> Html:
    """A small table of names and values, or nothing where there is none."""
    if not pairs:
        return Html("")
    rows = [
        tag("tr", tag("th", str(name), scope="row"), tag("td", _plain(shown)))
        for name, shown in pairs.items()
    ]
    return tag("div", *([tag("h3", title)] if title else []), tag("table", tag("tbody", *rows)))


def _side_by_side(pairs: Mapping[str, Any], columns: int = 3) -> Html:
    """A long table of names and values in a few columns."""
    height = -(-len(pairs) // columns)
    parts = batched(pairs.items(), max(1, height))
    return tag("div", *(_pairs(dict(part)) for part in parts), class_="columns")


def _plain(shown: object) -> str:
    """A value as `--set` takes it: 2427.0 is 2427, True is true."""
    if isinstance(shown, float) and shown.is_integer():
        return str(int(shown))
    return (
        json.dumps(shown, ensure_ascii=False) if isinstance(shown, bool | dict | list | None) else str(shown)
    )


def _folded(summary: str, *content: Html) -> Html:
    return tag("details", tag("summary", summary), *content)


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
    return _table(heads, rows)


def _rule_list(result: Result, language_: str | None) -> str:
    _ = speaker(language_)
    return _(", ").join(_(rule) for rule in result["rules"])


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and vega-embed in one script, of the version these charts are written for."""
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=version)
    return re.sub("</(?=script)", r"<\\/", script, flags=re.IGNORECASE)


def _drawing(specs: Mapping[str, Spec]) -> str:
    """The script that puts each chart in its place; `<` is written so that no text can end the script."""
    charts_ = {f"#chart-{name}": spec for name, spec in specs.items()}
    data = json.dumps(charts_, ensure_ascii=False, sort_keys=True, allow_nan=False).replace("<", "\\u003c")
    options = '{renderer: "svg", actions: false, mode: "vega-lite"}'
    return f"for (const [place, spec] of Object.entries({data})) vegaEmbed(place, spec, {options});"


CSS = """
:root { --paper: #fbf9f4; --ink: #2b2a26; --soft: #6b665b; --line: #e4ddce; --accent: #0072b2;
  --small: .8rem; --body: 1rem; --large: 1.25rem; --huge: 2.44rem;
  --serif: "Source Serif 4", Charter, Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif;
  --sans: "Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
    sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: var(--body)/1.6 var(--sans); }
main { max-width: 62rem; margin: 0 auto; padding: 5rem 2rem 7rem; }
header { border-top: 3px solid var(--ink); padding-top: 1rem; }
.kicker { margin: 0; color: var(--soft); font-size: var(--small); letter-spacing: .08em; }
h1 { margin: .5rem 0 1rem; font: 500 var(--huge)/1.2 var(--serif); text-wrap: balance; }
h2 { margin: 0 0 1.25rem; font: 500 var(--large)/1.3 var(--serif); }
h3 { margin: 0 0 .5rem; font-size: var(--small); font-weight: 600; color: var(--soft); }
.lede { max-width: 44rem; margin: 0; color: var(--soft); font-size: var(--large); line-height: 1.5; }
section { margin-top: 4.5rem; } ul + h3 { margin-top: 2rem; }
ul { max-width: 46rem; margin: 0; padding: 0; list-style: none; }
li { padding: .7rem 0; border-top: 1px solid var(--line); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: var(--small); line-height: 1.4;
  font-variant-numeric: tabular-nums; }
.wide table { width: 100%; }
th, td { padding: .55rem 1.1rem .55rem 0; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: baseline; }
td { white-space: nowrap; }
th { font-weight: 500; }
.wide tbody th { min-width: 11rem; } thead th:not(:first-child) { white-space: nowrap; }
th:first-child { text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--ink); color: var(--soft); vertical-align: bottom; }
.dot { display: inline-block; width: .6rem; height: .6rem; margin-right: .4rem; border-radius: 50%; }
.mark { display: inline-block; width: 1rem; text-align: center; }
.better .mark { color: #00735a; } .worse .mark { color: #b04a00; } .open { color: var(--soft); }
.note, figcaption { max-width: 46rem; color: var(--soft); font-size: var(--small); }
figure { margin: 0 0 3.5rem; } figure:last-child { margin-bottom: 0; }
figcaption { margin-bottom: 1rem; color: var(--ink); font-size: var(--body); }
.chart { width: 100%; } .chart svg, .chart img { max-width: 100%; height: auto; }
pre { margin: 0 0 2rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 4px;
  background: #fff; white-space: pre-wrap; overflow-wrap: anywhere; font-size: var(--small); }
.columns { display: flex; flex-wrap: wrap; gap: 2rem 4rem; margin-bottom: 2rem; }
.columns th, details div:not(.wide) th { padding-right: 2rem; }
details .columns { gap: 0 3.5rem; margin-bottom: 1rem; }
details { border-top: 1px solid var(--line); padding: .8rem 0; }
summary { cursor: pointer; } details > div { margin-top: 1rem; }
@media (max-width: 40rem) {
  main { padding: 2.5rem 1.1rem 4rem; } h1 { font-size: 1.95rem; } section { margin-top: 3rem; } }
@media print { main { padding: 0; } section { margin-top: 2rem; } figure, tr { break-inside: avoid; } }
"""
