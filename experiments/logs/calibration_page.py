"""A calibration as one page of HTML: what was told of each parameter, and of each pair of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, SOFT, Spec
from jiaosuo.experiments.inference.posterior import Posterior
from jiaosuo.experiments.logs.calibration_words import TELLS, sentences
from jiaosuo.experiments.logs.summaries import label
from jiaosuo.experiments.pages.templating import html
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import speaker

SIDE = 110
SHOWN = 250
"""Draws that the pairs show."""
BINS = 20


def write_page(found: Posterior, file: Path, language: str | None = None) -> Path:
    """Write the page of a posterior; the file. OSError if it cannot be written."""
    return put_text(file, page(found, language))


def page(found: Posterior, language: str | None = None) -> str:
    """The page of a posterior."""
    _ = speaker(language)
    about = found.about
    rows = [
        [
            each.name,
            f"{before.low:.3g} - {before.high:.3g}",
            f"{each.median:.3g}",
            f"{each.low:.3g} - {each.high:.3g}",
            _(TELLS[each.tells]),
        ]
        for each, before in zip(found.told(), about.ranges, strict=True)
    ]
    away = [[label(name, language), f"{far:+.1f}"] for name, far in about.away.items()]
    return html(
        "calibration.html.jinja",
        language,
        title=_("{place}, calibrated to its log", place=about.place),
        setting=_setting(found, language),
        charts={"pairs": pairs(found, language)},
        rows=rows,
        away=away,
        unused=[label(name, language) for name in about.unused],
        sentences=sentences(found, language),
    )


def _setting(found: Posterior, language: str | None) -> str:
    _ = speaker(language)
    about = found.about
    return _(
        "Under {rule}, {log_days:.0f} days of log; {runs:,} runs of {days:g} days in {waves} waves.",
        rule=_(about.rule),
        log_days=about.log_days,
        runs=about.runs,
        days=about.run_days,
        waves=about.waves,
    )


def pairs(found: Posterior, language: str | None = None) -> Spec:
    """Each parameter as a histogram over its range, and below it each pair as points."""
    # heavy: only who draws pays
    import altair as alt

    step = max(1, len(found.draws) // SHOWN)
    shown = found.draws[::step]
    rows = []
    for down in range(len(found.names)):
        cells = [
            _histogram(found, down) if across == down else _points(found, shown, across, down)
            for across in range(down + 1)
        ]
        rows.append(alt.hconcat(*cells))
    return finished(alt.vconcat(*rows), language)


def _scale(found: Posterior, at: int) -> Any:
    # heavy: only who draws pays
    import altair as alt

    each = found.about.ranges[at]
    kind: Literal["log", "linear"] = "log" if each.in_times else "linear"
    return alt.Scale(domain=[each.low, each.high], type=kind, nice=False)


def _histogram(found: Posterior, at: int) -> Any:
    """Draws by equal parts of the range, over what the prior has in each: a line at 1."""
    # heavy: only who draws pays
    import altair as alt

    data = inline(list(_bins(found, at)))
    x = alt.X("from:Q", title=found.names[at], scale=_scale(found, at), axis=alt.Axis(tickCount=4))
    base = alt.Chart(data, width=SIDE, height=SIDE)
    bars = base.mark_bar(color=HUES[0]).encode(x=x, x2="to:Q", y=alt.Y("times:Q", title=None), y2="none:Q")
    line = alt.Chart(inline([{"prior": 1.0}])).mark_rule(color=SOFT, strokeDash=[4, 3]).encode(y="prior:Q")
    return alt.layer(bars, line)


def _bins(found: Posterior, at: int) -> Iterator[dict[str, float]]:
    unit = found.prior.unit(found.draws)[:, at]
    counts = np.histogram(unit, np.linspace(0, 1, BINS + 1))[0]
    edges = np.zeros((BINS + 1, len(found.names)))
    edges[:, at] = np.linspace(0, 1, BINS + 1)
    ends = found.prior.values(edges)[:, at].tolist()
    for number, count in enumerate(counts.tolist()):
        yield {"from": ends[number], "to": ends[number + 1], "times": BINS * count / len(unit), "none": 0.0}


def _points(found: Posterior, shown: np.ndarray, across: int, down: int) -> Any:
    # heavy: only who draws pays
    import altair as alt

    names = found.names
    data = inline([{"x": x, "y": y} for x, y in shown[:, [across, down]].tolist()])
    axis = alt.Axis(tickCount=4)
    x = alt.X("x:Q", title=names[across], scale=_scale(found, across), axis=axis)
    y = alt.Y("y:Q", title=names[down], scale=_scale(found, down), axis=axis)
    chart = alt.Chart(data, width=SIDE, height=SIDE)
    return chart.mark_circle(size=8, opacity=0.5, color=HUES[0]).encode(x=x, y=y)
