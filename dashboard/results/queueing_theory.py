"""What queueing theory predicts for this place's loads, beside what the place did, and where it cannot.

Theory knows how many call, how long a call takes and how many could come; it knows no roads, no duties
and no skill. Where its waits are near nothing and the county's are not, the minutes are geometry, and that
is the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.dashboard.choice.axis import mode_of
from jiaosuo.dashboard.choice.comparison import YEARS, Comparison, Side
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.jobs.function import Broker, Function, JobError
from jiaosuo.dashboard.results import travel_ways
from jiaosuo.dashboard.results.queueing_loads import Pool, Pools, loads
from jiaosuo.dashboard.results.sheet import Block, SheetData
from jiaosuo.experiments.comparison.geometry_result import Ways
from jiaosuo.experiments.comparison.result import ComparisonResult, number, value
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker

FEW_WAIT = 0.05
"""The promise of the square-root law here: at most so many callers find nobody free."""
NEAR_NOTHING = 0.5
"""Minutes of queueing below which the wait is not what anybody feels."""
LEAST_SHOWN = 0.1
"""Minutes of waiting below which only that is said."""
STEEP = 0.85
"""Above this load a server the formulas are right only in the long run, and a week is not that."""

NAMES = {"traffic": N_("Traffic apart"), "other": N_("Order and service apart"), "one": N_("One pool")}
MEASURED = {"traffic": "wait_mean_traffic", "other": "wait_mean_order", "one": "wait_mean"}


def key(comparison: Comparison) -> Comparison:
    """What the loads depend on: the place and the left side from its start; the rule plays no part."""
    return Comparison(
        comparison.place,
        0,
        1.0,
        comparison.people_per_agent,
        _plain(comparison.left),
        _plain(comparison.left),
    )


def _plain(side: Side) -> Side:
    return Side(rule="separate", staffing=side.staffing, values=side.values)


LOADS = Function(loads, Pools.from_json)


def ask(broker: Broker, comparison: Comparison) -> Pools | None:
    """The loads from the broker's workers; None until they are there, RuntimeError if they failed."""
    found = broker.call(LOADS, key(comparison))
    if isinstance(found, JobError):
        raise RuntimeError(str(found.error))
    return found


@dataclass(frozen=True)
class Waiting:
    """What Erlang's formulas say of a pool. `load` in erlangs; `busy`: the share of servers at work, 1 and
    more where the queue only grows; `waits`: the share of callers who wait; `wait`: their mean, in minutes of
    all callers; `needed`: servers for 5 % waiting.
    """

    servers: int
    load: float = 0.0
    busy: float = 0.0
    waits: float = 0.0
    wait: float = 0.0
    needed: float = 0.0


def predicted(pool: Pool) -> Waiting:
    """Erlang's prediction for a pool of so many arrivals a minute, minutes of service, and officers free."""
    # Not at the top: SciPy costs a second; the server loads it when the page is up (`LATE`).
    from jiaosuo.model.theory.erlang import erlang_c, mean_wait
    from jiaosuo.model.theory.staffing import square_root_staffing

    servers = max(1, round(pool.free))
    load = pool.arrivals * pool.minutes
    if load <= 0:
        return Waiting(servers)
    return Waiting(
        servers=servers,
        load=load,
        busy=load / servers,
        waits=float(erlang_c(servers, load)),
        wait=float(mean_wait(servers, pool.arrivals, 1 / pool.minutes)),
        needed=float(square_root_staffing(load, FEW_WAIT)),
    )


def break_even(pools: Pools) -> float | None:
    """The handling penalty of generalists at which one pool stops paying in queueing; None where none wait.

    The mean wait of all calls, apart, against one pool that serves at rate 1 - penalty.
    """
    # heavy: only who asks pays
    from scipy.optimize import brentq

    from jiaosuo.model.theory.erlang import mean_wait

    apart = [(pool, predicted(pool)) for pool in (pools.traffic, pools.other)]
    arrivals = sum(pool.arrivals for pool, _ in apart)
    if not arrivals or any(each.busy >= 1 for _, each in apart):
        return None
    wait = sum(pool.arrivals * each.wait for pool, each in apart) / arrivals
    one, servers = pools.one, predicted(pools.one).servers
    room = 1 - one.arrivals * one.minutes / servers
    if wait < 1e-6 or room <= 0:
        return None

    def lost(penalty: float) -> float:
        return float(mean_wait(servers, one.arrivals, (1 - penalty) / one.minutes)) - wait

    least = lost(0.0)
    return float(brentq(lost, 0.0, room * (1 - 1e-6))) if least < 0 else 0.0


def panel(
    pools: Pools,
    comparison: Comparison,
    language: str,
    result: ComparisonResult | None = None,
    ways: Ways | None = None,
) -> SheetData:
    """The panel: a line a pool, what the county did, what of it is geometry, and where theory fails."""
    _ = speaker(language)
    waiting = {name: predicted(getattr(pools, name)) for name in NAMES}
    left, right = side_names(comparison, language)
    heads = (_("If all that mattered were queues"), _("calls a day"), _("officers free for calls"), _("busy"),
             _("callers who wait"), _("mean wait"), _("officers for 5 % waiting"))  # fmt: skip
    rows = tuple(
        (_(NAMES[name]), *_cells(getattr(pools, name), each, language)) for name, each in waiting.items()
    )
    said, table, note = travel_ways.block(ways or Ways(), comparison, language, result)
    return SheetData(
        name="theory",
        heading=_("What queueing theory would say"),
        lead=(_lead(pools, waiting, language), *said),
        blocks=(Block(heads=heads, rows=rows), *_measured(result, left, right, language), *table),
        notes=(*_caveats(comparison, waiting, language), _(SOURCE), *note),
    )


NOT_HERE = N_(
    "It does not apply to the county as it is: officers sit in many places and drive, calls need different "
    "crews, posts and reserves hold people back, callers give up, and skill changes with the cases."
)
SOURCE = N_(
    "M/M/c with endless patience and no travel: Erlang 1917; staffing: Halfin & Whitt 1981; pooling: "
    "Smith & Whitt 1981. Loads from the place's own rates at expert time, paperwork included."
)


def _cells(pool: Pool, waiting: Waiting, language: str) -> tuple[str, ...]:
    _ = speaker(language)
    shares = (waiting.busy, waiting.waits)
    per_cent = (_("{value} %", value=number(100 * share, 0 if share > 0.1 else 1)) for share in shares)
    return (
        number(MINUTES_A_DAY * pool.arrivals),
        number(waiting.servers, 0),
        *per_cent,
        _wait(waiting, language),
        number(waiting.needed, 0),
    )


def _wait(waiting: Waiting, language: str) -> str:
    """The mean wait; below a tenth of a minute its size is of no use to anybody."""
    _ = speaker(language)
    if waiting.busy >= 1:
        return _("endless")
    if waiting.wait < LEAST_SHOWN:
        return _("below {value} {unit}", value=LEAST_SHOWN, unit=_("min"))
    return _("{value} {unit}", value=number(waiting.wait), unit=_("min"))


def _lead(pools: Pools, waiting: Mapping[str, Waiting], language: str) -> str:
    _ = speaker(language)
    if any(waiting[name].busy >= 1 for name in ("traffic", "other")):
        return _("One of the two forces has more work than hands: apart its queue would only grow.")
    waits = max(waiting["traffic"].wait, waiting["other"].wait)
    even = break_even(pools)
    if waits < NEAR_NOTHING or even is None:
        return _(
            "Hardly anybody waits for a free officer, apart or pooled. What people wait for is the drive, "
            "and of that these formulas know nothing."
        )
    return _(
        "Pooling both forces cuts the queue as long as generalists are less than {penalty} % slower.",
        penalty=number(100 * even, 0),
    )


def _measured(result: ComparisonResult | None, left: str, right: str, language: str) -> tuple[Block, ...]:
    """What the county did: the wait until an officer is sent, where replications have measured it."""
    if result is None:
        return ()
    _ = speaker(language)
    rows = []
    for name, outcome in MEASURED.items():
        means = [value(result, outcome, side).mean for side in result.rules]
        shown = [
            "–" if mean is None else _("{value} {unit}", value=number(mean), unit=_("min")) for mean in means
        ]
        rows.append((_(CALLS[name]), *shown))
    heads = (_("What the county did: wait until an officer is sent"), left, right)
    return (Block(heads=heads, rows=tuple(rows)),)


CALLS = {"traffic": N_("traffic calls"), "other": N_("order calls"), "one": N_("all calls")}


def _caveats(comparison: Comparison, waiting: Mapping[str, Waiting], language: str) -> list[str]:
    """Where the theory does not apply here."""
    _ = speaker(language)
    notes = [_(NOT_HERE)]
    if any(each.busy > STEEP for each in waiting.values()):
        notes.append(
            _(
                "At such a load the formulas speak of the long run; {days} days are not that.",
                days=f"{comparison.days:g}",
            )
        )
    if mode_of(comparison) == YEARS:
        notes.append(_("The loads are those of the first year of the path."))
    if (
        comparison.left.staffing != comparison.right.staffing
        or comparison.left.values != comparison.right.values
    ):
        notes.append(_("The loads are those of the left side."))
    return notes
