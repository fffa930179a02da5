"""The parts of a page that opens anywhere: it holds its look, its charts and the drawing library.

Nothing is asked of the network. Text is escaped where it enters the page; the same parts give the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import batched
from typing import Any

import altair as alt
import vl_convert

from jiaosuo.model.core.words import language

type Spec = dict[str, Any]


class Html(str):
    """Text that is markup already; every other string is escaped where it enters the page."""


def document(title: str, body: Sequence[Html], specs: Mapping[str, Spec], language_: str | None) -> str:
    """A whole page as text; `specs` are the charts that its figures have places for."""
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Html(CSS)),
    )
    scripts = [tag("script", Html(_bundle())), tag("script", Html(_drawing(specs)))] if specs else []
    lang = "zh-CN" if language(language_) == "zh_CN" else "en"
    return "<!DOCTYPE html>\n" + tag("html", head, tag("body", tag("main", *body), *scripts), lang=lang)


def tag(name: str, *children: str, **attributes: str) -> Html:
    """One element; children and attributes are escaped unless they are Html. `class_` gives the class."""
    shown = "".join(f' {key.rstrip("_")}="{escape(text)}"' for key, text in attributes.items())
    inside = "".join(child if isinstance(child, Html) else escape(child) for child in children)
    return Html(f"<{name}{shown}>{inside}</{name}>")


def section(title: str, *content: Html) -> Html:
    return tag("section", tag("h2", title), *content)


def items(sentences: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", sentence) for sentence in sentences))


def figure(name: str, svg: str, caption: str) -> Html:
    """A place for the live chart; without scripts, the drawn one."""
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    still = tag("noscript", Html(f'<img alt="{escape(caption)}" src="{source}">'))
    return tag("figure", tag("figcaption", caption), tag("div", still, id=f"chart-{name}", class_="chart"))


def table(heads: Sequence[Html], rows: Sequence[Html]) -> Html:
    return tag("div", tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows)), class_="wide")


def pairs_table(pairs: Mapping[str, Any], title: str = "") -> Html:
    """A small table of names and values, or nothing where there is none."""
    if not pairs:
        return Html("")
    rows = [
        tag("tr", tag("th", str(name), scope="row"), tag("td", plain_text(shown)))
        for name, shown in pairs.items()
    ]
    return tag("div", *([tag("h3", title)] if title else []), tag("table", tag("tbody", *rows)))


def side_by_side(pairs: Mapping[str, Any], columns: int = 3) -> Html:
    """A long table of names and values in a few columns."""
    height = -(-len(pairs) // columns)
    parts = batched(pairs.items(), max(1, height))
    return tag("div", *(pairs_table(dict(part)) for part in parts), class_="columns")


def plain_text(shown: object) -> str:
    """A value as `--set` takes it: 2427.0 is 2427, True is true."""
    if isinstance(shown, float) and shown.is_integer():
        return str(int(shown))
    return (
        json.dumps(shown, ensure_ascii=False) if isinstance(shown, bool | dict | list | None) else str(shown)
    )


def folded(summary: str, *content: Html) -> Html:
    return tag("details", tag("summary", summary), *content)


def drawn(specs: Mapping[str, Spec]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Charts as SVG by name, and as files: an SVG and a PNG each."""
    pictures = {name: vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]) for name, spec in specs.items()}
    files = {f"{name}.svg": svg.encode() for name, svg in pictures.items()}
    files |= {f"{name}.png": vl_convert.svg_to_png(svg, scale=2) for name, svg in pictures.items()}
    return pictures, files


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
