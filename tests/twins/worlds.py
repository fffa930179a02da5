"""A world made by hand, small enough to hold in the head: three townships in a row, two cells each."""

import numpy as np

from jiaosuo.model.calls import CALL_FIELDS, kind_table
from jiaosuo.model.citizens import CITIZEN_FIELDS
from jiaosuo.model.core.columns import table
from jiaosuo.model.core.terms import NOBODY, Domain, Duty
from jiaosuo.model.dispatch import levers
from jiaosuo.model.kernels.base.shortest_paths import graph_of
from jiaosuo.model.kernels.base.tables import (
    CLOCK_FIELDS,
    EVENT_FIELDS,
    FILE_FIELDS,
    LOG_FIELDS,
    POOL_FIELDS,
    PRESENCE_FIELDS,
    WATCH_FIELDS,
    EventLoopTables,
)
from jiaosuo.model.kernels.base.travel_times import free_flow
from jiaosuo.model.landscape import CELL_FIELDS
from jiaosuo.model.officers import OFFICER_FIELDS, POST_FIELDS
from jiaosuo.model.roads import ways
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rulebook import rulebook
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.work import in_order
from jiaosuo.model.work_demand import work_hours, work_table
from tests.twins.roads import both_ways, line, state_of

CELLS, TOWNSHIPS = 6, 3
MINUTES_PER_CELL = 10.0


def world(rule="separate", officers=1, calls=1, rows=64, **values):
    """Cells 0-1 are township 0, 2-3 township 1, 4-5 township 2; neighbours are 10 minutes and 1 km apart.

    Each is a zone, and links join them both ways. All officers live in cell 0, on standby and free; all
    calls are nothing yet. No other work is owed; the county seat is in cell 4, a station in cells 0, 2 and 4.
    """
    scenario = Scenario.preset("zigui-2004", **values)
    book = rulebook((RULES[rule] if isinstance(rule, str) else rule,) * TOWNSHIPS)
    cells = table(CELL_FIELDS, CELLS)
    cells["township"] = np.arange(CELLS) // 2
    cells["x_km"] = np.arange(CELLS)
    steps = np.abs(np.arange(CELLS)[:, None] - np.arange(CELLS))
    links = state_of(both_ways(line(CELLS, capacity=600.0)))
    into = ways(links["head"], links["tail"], CELLS)[1]
    nowhere = np.full((CELLS, CELLS), NOBODY, np.int32)
    people = table(OFFICER_FIELDS, officers)
    people["duty"], people["rostered"], people["group_size"] = Duty.STANDBY, True, 1
    for name in ("call", "post", "last_domain", "first_file", "file", "work", "watch"):
        people[name] = NOBODY
    stations = table(WATCH_FIELDS, TOWNSHIPS)
    stations["cell"], stations["township"] = [0, 2, 4], range(TOWNSHIPS)
    stations["officer"] = stations["best"] = NOBODY
    serves = np.zeros((officers, TOWNSHIPS), np.bool_)
    serves[:, 0] = True
    return EventLoopTables(
        clock=table(CLOCK_FIELDS, 1),
        levers=levers(scenario),
        kinds=kind_table(scenario),
        events=table(EVENT_FIELDS, rows),
        calls=table(CALL_FIELDS, calls),
        waiting=np.zeros(rows, np.int64),
        officers=people,
        duty_minutes=np.zeros((officers, len(Duty))),
        serves=serves,
        borders=np.ones((officers, TOWNSHIPS), np.bool_),
        rule_table=book.rule_table,
        authority=book.authority,
        free_minutes=np.where(steps == 0, 1.0, MINUTES_PER_CELL * steps).astype(np.float32),
        travel_times=free_flow(
            graph_of(into, links["tail"], links["free_minutes"]), nowhere, steps * 1.0, np.arange(CELLS)
        ),
        zone_of_cell=np.arange(CELLS),
        cells=cells,
        links=links,
        blocked=np.zeros(rows, np.int64),
        exposure=np.zeros((len(scenario.kinds), len(links))),
        hours=np.array([kind.hours for kind in scenario.kinds]),
        presence=table(PRESENCE_FIELDS, CELLS),
        posts=table(POST_FIELDS, 1),
        beat_cells=np.zeros(1, np.int32),
        beat_chance=np.ones(1),
        beats_at=np.zeros(CELLS, np.int32),
        unmanned=np.zeros((TOWNSHIPS, len(Domain))),
        visits_wanted=np.zeros(TOWNSHIPS),
        visits_owed=np.zeros(TOWNSHIPS),
        works=work_table(scenario),
        work_hours=work_hours(),
        work_wanted=np.zeros((len(in_order()), TOWNSHIPS)),
        work_pool=np.zeros((len(in_order()), TOWNSHIPS), np.dtype(POOL_FIELDS, align=True)),
        own_work=np.zeros((officers, len(in_order()))),
        watches=stations,
        seats=np.array([0, 2, 4, 4]),
        files=table(FILE_FIELDS, rows),
        citizens=table(CITIZEN_FIELDS, 1),
        residents=np.zeros(1, np.int32),
        first_resident=np.zeros(CELLS + 1, np.int64),
        log=table(LOG_FIELDS, 1),
    )
