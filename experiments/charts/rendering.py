"""From a Vega-Lite spec to an SVG, a PNG, or a live chart in a page that asks the network for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.charts.style import INK, SOFT, Spec, style
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.provenance.standing import foot

if TYPE_CHECKING:
    import altair as alt

SCALE = 2
"""Pixels of a PNG for one of the spec: twice as fine as the screen."""


@dataclass(frozen=True)
class Head:
    """What a chart says of itself wherever it goes: what it shows; then place, rules, worlds, interval."""

    title: str
    about: tuple[str, ...] = ()


def finished(chart: Any, language: str | None = None, head: Head | None = None) -> Spec:
    """An Altair chart as a spec in the house style, with its head and its source in it.

    Without a head the source stands at the foot; a chart with a title of its own has that instead, and
    stands on a page that says all this.
    """
    title = _foot(language) if head is None else _headed(head, language)
    spec: Spec = {"title": title} | chart.to_dict()
    return spec | {"config": style()}


def source_line(language: str | None = None) -> str:
    """The program and its version, and how much behind its numbers is assumed."""
    return f"jiaosuo {versions()['jiaosuo']}. {foot(language)}"


def _headed(head: Head, language: str | None) -> Spec:
    look = {"anchor": "start", "fontSize": 15, "fontWeight": 600, "color": INK, "offset": 16}
    lines = {"subtitleFontSize": 11, "subtitleColor": SOFT, "subtitlePadding": 6}
    wrapped = [line for each in (*head.about, source_line(language)) for line in _wrapped(each)]
    return {"text": head.title, "subtitle": wrapped} | look | lines


def _wrapped(text: str) -> list[str]:
    """Lines that a chart has room for; signs of Chinese are twice as wide, and may part anywhere."""
    lines, width = [""], 0
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text):
        size = sum(2 if sign > "\u2e7f" else 1 for sign in piece)
        if width + size > LINE_SIGNS and lines[-1] and piece not in "，。；：、）":
            lines.append("")
            width = 0
        lines[-1] += piece
        width += size
    return [line.strip() for line in lines]


LINE_SIGNS = 100
"""Signs of a line under a chart's title."""


def _foot(language: str | None) -> Spec:
    look = {"orient": "bottom", "anchor": "start", "fontSize": 11, "fontWeight": "normal", "color": SOFT}
    return {"text": _wrapped(source_line(language)), "offset": 14} | look


def inline(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Rows of data that stand in the spec itself."""
    # Altair is heavy: only who draws pays
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])


def svg(spec: Spec) -> str:
    """The chart as SVG; nothing is fetched."""
    # heavy: only who draws pays
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(spec: Spec) -> bytes:
    """The chart as PNG, drawn from its SVG."""
    return svg_to_png(svg(spec))


def svg_to_png(drawing: str) -> bytes:
    """A drawn chart as PNG."""
    # heavy: only who draws pays
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing, scale=SCALE))


def image_files(drawings: Mapping[str, str]) -> dict[str, bytes]:
    """Charts drawn as SVG, by name, as the files that are written: an SVG and a PNG each."""
    files: dict[str, bytes] = {}
    for name, drawing in drawings.items():
        files |= {f"{name}.svg": drawing.encode(), f"{name}.png": svg_to_png(drawing)}
    return files


def live_charts(specs: Mapping[str, Spec]) -> str:
    """The script that draws each chart in its place (`#chart-NAME`).

    `<` is written so that no text of a chart can end the script.
    """
    places = {f"#chart-{name}": spec for name, spec in specs.items()}
    data = json.dumps(places, ensure_ascii=False, sort_keys=True, allow_nan=False).replace("<", "\\u003c")
    options = '{renderer: "svg", actions: false, mode: "vega-lite"}'
    return f"for (const [place, spec] of Object.entries({data})) vegaEmbed(place, spec, {options});"


@cache
def drawing_library() -> str:
    """Vega, Vega-Lite and vega-embed in one script, of the version that the specs are written for."""
    # heavy: only who draws pays
    import altair as alt
    import vl_convert

    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=version)
    return re.sub("</(?=script)", r"<\\/", script, flags=re.IGNORECASE)
