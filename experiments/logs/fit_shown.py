"""A fit as a terminal shows it: numbers, hours, places, travel, time of corps; what the log does not tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jiaosuo.experiments.logs.fit_result import LogFit, TravelFit
from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    from rich.table import Table

type Said = Callable[..., str]

PLACES_SAID = N_(
    "Gain: how much more likely a call of the last third of the log is by the weights than by people and "
    "roads alone, in natural logarithms, with its 90 % interval. Weights are written where it lies above 0."
)
TRAVEL_SAID = N_(
    "First units came at {factor:.3g} times the speed of the place's roads (90 %: {low:.3g} to {high:.3g}; "
    "{n:,} drives of the last {days} days), and {minutes:.3g} min later than that. The log does not say from "
    "where: the same calls were played under the place's rule; officers came from where the model has them."
)
CORPS_SAID = N_(
    "Time at calls is from sending to the end of a call, for all who were sent, as of the corps of the first "
    "one there. Other work is what the place's numbers expect. No number of the model is this share: none is "
    "written."
)


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
            _("Hours of the day, written to [hours], calls of: {kinds}.", kinds=named),
            soft_wrap=True,
            markup=False,
        )
    if fit.places:
        console.print(_of_places(fit, _))
        console.print(_(PLACES_SAID), soft_wrap=True)
    if fit.travel is not None:
        console.print(_travel_said(fit.travel, _), soft_wrap=True, highlight=False)
    if fit.corps:
        console.print(_of_corps(fit, _))
        console.print(_(CORPS_SAID), soft_wrap=True)
    for missing in fit.not_fitted:
        why = _(missing.why, n=missing.n, least=missing.least)
        console.print(f"· {missing.name}: {why}", highlight=False, markup=False, soft_wrap=True)


def _of_places(fit: LogFit, _: Said) -> Table:
    # only a terminal pays
    from rich.table import Table

    table = Table(title=_("Where calls arise"), title_justify="left")
    for heading in (
        _("Kind"),
        "n",
        _("Width, km"),
        _("Held out"),
        _("Gain"),
        _("90 % interval"),
        _("Written"),
    ):
        table.add_column(heading)
    for each in fit.places:
        written = _("yes") if each.written else _("no")
        table.add_row(
            each.kind, f"{each.n:,}", f"{each.width_km:g}", f"{each.held_out:,}", f"{each.gain:.3f}",
            f"{each.low:.3f} - {each.high:.3f}", written,
        )  # fmt: skip
    return table


def _travel_said(travel: TravelFit, _: Said) -> str:
    return _(
        TRAVEL_SAID, factor=travel.factor, low=travel.low, high=travel.high, n=travel.n, days=travel.days,
        minutes=travel.minutes_before,
    )  # fmt: skip


def _of_corps(fit: LogFit, _: Said) -> Table:
    # only a terminal pays
    from rich.table import Table

    table = Table(title=_("Time on duty"), title_justify="left")
    for heading in (
        _("Corps"),
        _("Officers"),
        _("Calls"),
        _("At calls"),
        _("90 % interval"),
        _("Other work"),
    ):
        table.add_column(heading)
    for each in fit.corps:
        wide = f"{100 * each.low:.3g} - {100 * each.high:.3g} %"
        table.add_row(
            each.corps, f"{each.officers:,}", f"{each.calls:,}", f"{100 * each.share:.3g} %", wide,
            f"{100 * each.other_work:.3g} %",
        )  # fmt: skip
    return table
