"""Statistics of a log that a model is calibrated against: of calls, ways, waits, work and who is out.

Each is a mean on a scale on which it is nearly normal, and whose variance falls with the days of the log:
logarithms of rates and times, angles of shares (Anscombe 1948). The very same is asked of the log of a run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.export import BEGIN, first_day, run_log
from jiaosuo.experiments.provenance.makers import Makers
from jiaosuo.model.core.terms import Area, Corps, Domain, word
from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import polars as pl

    from jiaosuo.model import County
    from jiaosuo.model.landscape import Landscape
    from jiaosuo.model.measures import Value
    from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

LEAST = 20
"""Observations below which a statistic is not told: of fewer it is not nearly normal."""
SLOW_MINUTES = 30.0
LONGEST_DAYS = 7
DAY_HOURS = (8, 20)
DOMAINS = (word(Domain.TRAFFIC), word(Domain.ORDER))
"""Traffic and all the rest: calls for help are few, and are answered as order calls are."""
AREAS = tuple(word(each) for each in Area)
PARTS_OF_DAY = ("day", "night")
URBAN_FROM = 0.5
"""Share of its people in built-up cells from which a township counts as town, where calls have no points."""

LABELS: Mapping[str, str] = {
    "calls": N_("calls a day"),
    "own": N_("found by officers, a day"),
    "response": N_("minutes until somebody is there"),
    "slow": N_("reached after more than half an hour"),
    "queue": N_("minutes until somebody is sent"),
    "handling": N_("minutes on scene"),
    "spread": N_("spread of minutes on scene"),
    "gave_up": N_("callers who gave up"),
    "escalated": N_("cases passed on to those who may close them"),
    "passed_on": N_("calls that another desk took first"),
    "corps": N_("reached by the corps of its own"),
    "committed": N_("officers at calls"),
}
GROUPS: Mapping[str, str] = {
    "traffic": N_("traffic"),
    "order": N_("order and help"),
    "rural": N_("villages"),
    "urban": N_("town"),
    "day": N_("by day"),
    "night": N_("by night"),
}

NAMES = (
    *(f"calls_{domain}_{area}" for domain in DOMAINS for area in AREAS),
    *(f"own_{domain}" for domain in DOMAINS),
    *(f"response_{domain}_{area}" for domain in DOMAINS for area in AREAS),
    *(f"slow_{domain}" for domain in DOMAINS),
    *(f"queue_{domain}" for domain in DOMAINS),
    *(f"handling_{domain}_{area}" for domain in DOMAINS for area in AREAS),
    *(f"spread_{domain}" for domain in DOMAINS),
    *(f"gave_up_{domain}" for domain in DOMAINS),
    *(f"escalated_{domain}" for domain in DOMAINS),
    "passed_on",
    *(f"corps_{domain}" for domain in DOMAINS),
    *(f"committed_{part}" for part in PARTS_OF_DAY),
)
"""All statistics in their order."""

MAKERS = Makers(
    (
        "jiaosuo.experiments.logs.call_log",
        "jiaosuo.experiments.logs.columns",
        "jiaosuo.experiments.logs.export",
        "jiaosuo.experiments.logs.summaries",
    ),
    aside=(
        "jiaosuo.experiments.inputs",
        "jiaosuo.experiments.logs.files",
        "jiaosuo.experiments.provenance",
        "jiaosuo.model",  # in the name of every run
    ),
)


def label(name: str, language: str | None = None) -> str:
    """What a statistic is called: "minutes on scene (traffic, villages)"."""
    _ = speaker(language)
    what = next(each for each in LABELS if name == each or name.startswith(f"{each}_"))
    groups = name.removeprefix(what).strip("_").split("_")
    said = _(", ").join(_(GROUPS[each]) for each in groups if each)
    return _("{what} ({groups})", what=_(LABELS[what]), groups=said) if said else _(LABELS[what])


@dataclass(frozen=True)
class LogReading:
    """Reads the log of a run: calls from day `skip` on, `days` long. `points`: areas are those of cells."""

    days: float
    skip: float = 0.0
    points: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """What it gives."""
        return NAMES

    @property
    def digest(self) -> str:
        """The code and what is asked of it."""
        return f"{MAKERS.version[:16]}-{self.days:g}-{self.skip:g}-{int(self.points)}"

    def __call__(self, county: County) -> dict[str, Value]:
        """The statistics of a county that has run."""
        # heavy: only who reads a log pays
        import polars as pl

        begin = first_day(BEGIN)
        frame = run_log(county, begin).frame
        clock = frame["received"].dt.replace_time_zone(None)
        minutes = (clock - pl.Series([begin]).cast(pl.Datetime("ms"))[0]).dt.total_milliseconds() / 60_000
        inside = frame.filter(minutes >= self.skip * 1_440)
        return summaries(inside, county.land, domains_of(county.scenario), self.days, self.points)


def domains_of(scenario: Scenario) -> dict[str, str]:
    """For each kind of call whether it is traffic or one of all the rest."""
    return {each.name: DOMAINS[min(each.domain, Domain.ORDER)] for each in scenario.kinds}


def has_points(frame: pl.DataFrame) -> bool:
    """Whether nearly all calls of a log have a point."""
    there = frame["x_km"].is_finite().fill_null(False) & frame["y_km"].is_finite().fill_null(False)
    return frame.height > 0 and int(there.sum()) >= 0.95 * frame.height


def summaries(
    frame: pl.DataFrame, land: Landscape, kinds: Mapping[str, str], days: float, points: bool
) -> dict[str, Value]:
    """All statistics of calls, None where there are too few; `kinds`: the domain of each kind."""
    rows = _Rows(frame, land, kinds, points)
    found: dict[str, Value] = dict.fromkeys(NAMES, (None, 0))
    for domain in DOMAINS:
        of_domain = rows.domain == domain
        called, own = of_domain & ~rows.own, of_domain & rows.own
        found[f"own_{domain}"] = rate(int(own.sum()), days) if rows.tells("officer_initiated") else (None, 0)
        found |= _of_domain(rows, called, domain)
        for area in AREAS:
            here = called & (rows.area == area)
            found[f"calls_{domain}_{area}"] = rate(int(here.sum()), days)
            found[f"response_{domain}_{area}"] = mean(np.log1p(rows.response[here]))
            found[f"handling_{domain}_{area}"] = mean(np.log(rows.handling[here]))
    first = ~rows.own & (rows.outcome != c.ESCALATED)
    found["passed_on"] = share(rows.flag("passed_on")[first])
    return found | dict(_committed(rows, days))


def _of_domain(rows: _Rows, called: Flags, domain: str) -> Iterator[tuple[str, Value]]:
    response, handling = rows.response[called], np.log(rows.handling[called])
    yield f"slow_{domain}", share(np.where(np.isnan(response), np.nan, response > SLOW_MINUTES))
    yield f"queue_{domain}", mean(np.log1p(rows.queue[called]))
    yield f"spread_{domain}", spread(handling)
    ended = np.where(rows.ended[called], 1.0, np.nan)
    for name, outcome in (("gave_up", c.GAVE_UP), ("escalated", c.ESCALATED)):
        yield f"{name}_{domain}", share(ended * (rows.outcome[called] == outcome))
    own = word(Corps.TRAFFIC) if domain == word(Domain.TRAFFIC) else word(Corps.STATION)
    there = np.where(rows.corps[called] == "", np.nan, rows.corps[called] == own)
    yield f"corps_{domain}", share(there)


def _committed(rows: _Rows, days: float) -> Iterator[tuple[str, Value]]:
    """Officers at calls by day and by night: minutes from being sent to being free, times officers."""
    if not rows.tells("units"):
        return
    minutes = rows.out * rows.units
    seen = np.isfinite(minutes)
    by_day = (rows.hour >= DAY_HOURS[0]) & (rows.hour < DAY_HOURS[1])
    for part, there in zip(PARTS_OF_DAY, (by_day, ~by_day), strict=True):
        those = seen & there
        mean_out = float(minutes[those].sum()) / (days * 720.0)
        n = int(those.sum())
        yield f"committed_{part}", (math.log(mean_out), n) if n >= LEAST and mean_out > 0 else (None, n)


def rate(count: int, days: float) -> Value:
    """The logarithm of a count a day."""
    return (math.log((count + 0.5) / days), count) if count >= LEAST else (None, count)


def mean(values: Floats) -> Value:
    """The mean of values that are known."""
    known = values[np.isfinite(values)]
    return (float(known.mean()), len(known)) if len(known) >= LEAST else (None, len(known))


def spread(values: Floats) -> Value:
    """The logarithm of the standard deviation of values that are known."""
    known = values[np.isfinite(values)]
    wide = float(known.std()) if len(known) >= LEAST else 0.0
    return (math.log(wide), len(known)) if wide > 0 else (None, len(known))


def share(flags: Floats) -> Value:
    """The angle of a share of what is known (nan: not known): as unsure near 0 and 1 as between."""
    known = flags[np.isfinite(flags)]
    if len(known) < LEAST:
        return None, len(known)
    yes = (float(known.sum()) + 0.375) / (len(known) + 0.75)
    return math.asin(math.sqrt(yes)), len(known)


class _Rows:
    """Calls as arrays, (calls,): nan or empty where a log does not say."""

    def __init__(self, frame: pl.DataFrame, land: Landscape, kinds: Mapping[str, str], points: bool) -> None:
        # heavy: only who reads a log pays
        import polars as pl

        self.frame = frame.filter(pl.col("received").is_not_null() & pl.col("kind").is_in(list(kinds)))
        self.land, self.points = land, points
        self.domain = np.array([kinds[name] for name in self.frame["kind"]], "U8")
        self.own = self.frame["officer_initiated"].fill_null(False).to_numpy().astype(bool)
        self.outcome = self.frame["outcome"].fill_null("").to_numpy().astype("U16")
        self.corps = self.frame["corps"].fill_null("").to_numpy().astype("U24")
        self.units = self.frame["units"].fill_null(1).to_numpy().astype(float)
        self.hour = self.frame["received"].dt.hour().to_numpy()

    def tells(self, column: str) -> bool:
        """Whether a log says anything in a column."""
        return bool(self.frame[column].count())

    def flag(self, column: str) -> Floats:
        """Yes and no as 1 and 0, nan where a log does not say."""
        # heavy: only who reads a log pays
        import polars as pl

        found: Floats = self.frame[column].cast(pl.Float64).to_numpy().astype(np.float64)
        return found

    def _between(self, first: str, last: str) -> Floats:
        took = (self.frame[last] - self.frame[first]).dt.total_milliseconds() / 60_000
        found: Floats = took.to_numpy().astype(np.float64)
        return np.where((found >= 0) & (found < LONGEST_DAYS * 1_440), found, np.nan)

    @cached_property
    def response(self) -> Floats:
        """Minutes until somebody was there; of a call that nobody came to, until it ended."""
        came = self._between("received", "arrived")
        nobody = self.frame["arrived"].is_null().to_numpy() & self.ended
        return np.where(nobody, self._between("received", "cleared"), came)

    @cached_property
    def handling(self) -> Floats:
        """Minutes from the first arrival to the end of what was closed there."""
        closed = ~np.isin(self.outcome, (c.GAVE_UP, c.CANCELLED, c.ESCALATED, c.OPEN))
        took = self._between("arrived", "cleared")
        return np.where(closed & (took > 0), took, np.nan)

    @cached_property
    def queue(self) -> Floats:
        """Minutes until somebody was sent."""
        return self._between("received", "dispatched")

    @cached_property
    def out(self) -> Floats:
        """Minutes from being sent to being free."""
        return self._between("dispatched", "cleared")

    @cached_property
    def ended(self) -> Flags:
        """Whether a log says that and how a call ended."""
        found: Flags = (self.outcome != "") & (self.outcome != c.OPEN)
        return found

    @cached_property
    def area(self) -> npt.NDArray[np.str_]:
        """Town or villages: of the cell, or of most people of the township; empty where it is not known."""
        cells = self.land.cells
        if self.points:
            # heavy: only who reads a log pays
            from scipy.spatial import cKDTree

            x, y = (self.frame[name].to_numpy().astype(np.float64) for name in ("x_km", "y_km"))
            known = np.isfinite(x) & np.isfinite(y)
            at = np.column_stack([np.where(known, x, 0.0), np.where(known, y, 0.0)])
            nearest = cKDTree(np.column_stack([cells["x_km"], cells["y_km"]])).query(at)[1]
            return np.where(known, np.array(AREAS)[cells["area"][nearest].astype(int)], "")
        people = np.zeros((len(self.land.townships), len(Area)))
        np.add.at(people, (cells["township"].astype(int), cells["area"].astype(int)), cells["people"])
        urban = people[:, Area.URBAN] >= URBAN_FROM * people.sum(axis=1)
        of_town = {
            town.name: word(Area.URBAN if is_town else Area.RURAL)
            for town, is_town in zip(self.land.townships, urban, strict=True)
        }
        return np.array([of_town.get(name, "") for name in self.frame["township"].fill_null("")], "U8")


def values_of(found: Mapping[str, Value]) -> Floats:
    """Statistics in their order, nan where there are too few."""
    return np.array([np.nan if found[name][0] is None else found[name][0] for name in NAMES], np.float64)
