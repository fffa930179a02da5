"""What the published figures leave of each place: the page, a table for a terminal, and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.calibration.figures import Figure
from jiaosuo.experiments.calibration.posteriors_chart import chart_name
from jiaosuo.experiments.calibration.posteriors_result import (
    BEYOND,
    EDGE,
    CalibratedPlace,
    NumberTold,
    PosteriorsResult,
    RowFound,
    Tension,
)
from jiaosuo.experiments.calibration.published import ROWS
from jiaosuo.experiments.calibration.tension import LEAST_PULL
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.inference.posterior import LITTLE, MUCH, NOTHING
from jiaosuo.experiments.study_tools.pages import study_page, summarised
from jiaosuo.model.core.words import N_, speaker

TELLS = {MUCH: N_("much"), LITTLE: N_("something"), NOTHING: N_("nothing: as before")}
ROW: dict[str, Figure] = {each.name: each for each in ROWS}

TOLD = {
    MUCH: N_("{place}: the figures tell much of {names}."),
    LITTLE: N_("{place}: the figures tell something of {names}."),
    NOTHING: N_("{place}: the figures say nothing of {names}: what was plausible before still is."),
}
INSIDE = N_("{place}: each number that it ships lies in the 90 % interval that the figures leave.")
OUTSIDE = N_("{place} ships {name} = {value}, and the figures leave {low} to {high} (90 %).")
ALL_MET = N_("{place}: every row that was used comes out in its band, all together.")
NOT_MET = N_(
    "{place}: {row} comes to {median} (90 %: {low} to {high}), all of it outside its band of {from_} to {to}."
)
AT_THE_EDGE = N_(
    "{place}: {row} comes to {median} (90 %: {low} to {high}), outside its band of {from_} to {to}, though "
    "not surely."
)
PULLED = N_("{row} and {partner} pull apart: without the second the first comes to {without}.")
OUT_OF_REACH = N_(
    "Nothing plausible that was set by hand comes near its band: the row is left out, so that it does not "
    "drive all else into a corner."
)
BY_NONE = N_("No other row holds it off; without itself it comes to {without}.")
WIDER = N_(
    "{place}: its rows cannot be met together; errors are taken {times} times as wide as published, so that "
    "they can."
)


def page(result: PosteriorsResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "calibration-posteriors.md.jinja",
        result,
        pictures,
        sentences,
        number_rows=_number_rows,
        row_rows=_row_rows,
        chart_name=chart_name,
        least_pull=LEAST_PULL,
        bands={"rural": "the country", "urban": "towns"},
    )


def sentences(place: CalibratedPlace, language_: str | None = None) -> list[str]:
    """What is told and what is not, what the place ships otherwise, and which rows pull apart."""
    return [
        *_told(place, language_),
        *_shipped(place, language_),
        *_together(place, language_),
    ]


def _told(place: CalibratedPlace, language_: str | None) -> Iterator[str]:
    _ = speaker(language_)
    for tells, words in TOLD.items():
        names = [each.told.name for each in place.numbers if each.told.tells == tells]
        if names:
            yield _(words, place=place.name, names=_(", ").join(names))


def _shipped(place: CalibratedPlace, language_: str | None) -> Iterator[str]:
    _ = speaker(language_)
    outside = [each for each in place.numbers if not each.inside]
    if not outside:
        yield _(INSIDE, place=place.name)
    for each in outside:
        low, high = _size(each.told.low), _size(each.told.high)
        yield _(OUTSIDE, place=place.name, name=each.told.name, value=f"{each.shipped:g}", low=low, high=high)


def _together(place: CalibratedPlace, language_: str | None) -> Iterator[str]:
    _ = speaker(language_)
    if place.wider > 1:
        yield _(WIDER, place=place.name, times=f"{place.wider**0.5:.1f}")
    if not place.tensions:
        yield _(ALL_MET, place=place.name)
    for each in place.tensions:
        yield f"{_missed(place, each, language_)} {_pair(place, each, language_)}"


def _missed(place: CalibratedPlace, tension: Tension, language_: str | None) -> str:
    _ = speaker(language_)
    found, label = place.row(tension.row), ROW[tension.row].label
    low, median, high = map(_size, found.predicted or ())
    from_, to = (f"{end:g}" for end in found.band or ())
    words = AT_THE_EDGE if found.verdict == EDGE else NOT_MET
    return _(words, place=place.name, row=_(label), median=median, low=low, high=high, from_=from_, to=to)


def _pair(place: CalibratedPlace, tension: Tension, language_: str | None) -> str:
    _ = speaker(language_)
    row, without = _(ROW[tension.row].label), _size(tension.without)
    if place.row(tension.row).verdict == BEYOND:
        return _(OUT_OF_REACH)
    if tension.partner is None:
        return _(BY_NONE, without=without)
    return _(PULLED, row=row, partner=_(ROW[tension.partner].label), without=without)


def _size(value: float) -> str:
    return f"{value:.3g}"


def _number_rows(place: CalibratedPlace) -> Iterator[list[str]]:
    for each in place.numbers:
        told = each.told
        mark = "" if each.inside else " **!**"
        yield [
            f"`{told.name}`",
            f"{each.shipped:g}{mark}",
            f"{each.low:g} - {each.high:g}",
            _size(told.median),
            f"{_size(told.low)} - {_size(told.high)}",
            TELLS[told.tells],
            each.why,
        ]


def _row_rows(place: CalibratedPlace) -> Iterator[list[str]]:
    for each in place.rows:
        yield _row(each)


def _row(each: RowFound) -> list[str]:
    figure = ROW[each.name]
    band = "–" if each.band is None else f"{each.band[0]:g} - {each.band[1]:g}"
    weak = f"*weak*, {_size(each.error)}" if figure.weak and each.error else _size(each.error or 0.0)
    low, median, high = each.predicted or (None, None, None)
    still = low == high
    return [
        f"{figure.label} ({figure.unit})",
        band,
        weak if each.band else "–",
        "–" if median is None else _size(median),
        "–" if low is None or high is None or still else f"{_size(low)} - {_size(high)}",
        "–" if each.alone is None else _size(each.alone),
        each.verdict + _beside(each),
    ]


def _beside(each: RowFound) -> str:
    """Of a row that nothing moves: whether its value lies in its band all the same."""
    if each.predicted is None or each.band is None or each.alone is not None:
        return ""
    return (
        "; in its band" if each.band[0] <= each.predicted[1] <= each.band[1] else "; outside its band **!**"
    )


def table(result: PosteriorsResult, language_: str | None = None) -> Table:
    """The numbers of every place for a terminal."""
    _ = speaker(language_)
    shown = Table()
    heads = (
        N_("Place"),
        N_("Number"),
        N_("shipped"),
        N_("Plausible before"),
        N_("Median"),
        N_("90 % interval"),
    )
    for head in (*heads, N_("The figures tell")):
        shown.add_column(_(head), overflow="fold")
    for place in result.places:
        for each in place.numbers:
            shown.add_row(*map(Text, _cells(place, each, language_)))
    return shown


def _cells(place: CalibratedPlace, each: NumberTold, language_: str | None) -> list[str]:
    _ = speaker(language_)
    return [
        place.name,
        each.told.name,
        number(each.shipped, 3) if each.shipped < 1 else f"{each.shipped:g}",
        f"{_size(each.low)} - {_size(each.high)}",
        _size(each.told.median),
        f"{_size(each.told.low)} - {_size(each.told.high)}",
        _(TELLS[each.told.tells]),
    ]


def summary(result: PosteriorsResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(place, language_), language_)
