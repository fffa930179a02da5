"""A queue and nothing else, M/M/6 with 100,000 calls: in the county, and in Ciw and SimPy if installed.

The peers are no part of the project. They are looked for in a folder of their own:
`python -m pip install --target build/peers ciw simpy`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks.clocks import ROOT, seconds
from jiaosuo.experiments.validation.bench import observed
from jiaosuo.model import County, Scenario
from jiaosuo.model.theory import mean_wait

OFFICERS, CALLS, ERLANGS, MINUTES = 6, 100_000, 5.0, 30.0
AN_HOUR = ERLANGS * 60 / MINUTES
DAYS = CALLS / AN_HOUR / 24
PEERS = ROOT / "build" / "peers"

CIW = """
import ciw
network = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential({arrivals})],
    service_distributions=[ciw.dists.Exponential({services})],
    number_of_servers=[{officers}],
)
ciw.seed(1)
start = time.process_time()
simulation = ciw.Simulation(network)
simulation.simulate_until_max_customers({calls})
waits = [record.waiting_time for record in simulation.get_all_records()]
"""

SIMPY = """
import random
import simpy
draw = random.Random(1)
start = time.process_time()
world, waits = simpy.Environment(), []
officers = simpy.Resource(world, {officers})
def call():
    came = world.now
    with officers.request() as turn:
        yield turn
        waits.append(world.now - came)
        yield world.timeout(draw.expovariate({services}))
def calls():
    for _ in range({calls}):
        yield world.timeout(draw.expovariate({arrivals}))
        world.process(call())
world.process(calls())
world.run()
"""

PROGRAMS = {"ciw": CIW, "simpy": SIMPY}


def theory() -> float:
    """Mean wait, min, by Erlang's formula."""
    return float(mean_wait(OFFICERS, AN_HOUR, 60 / MINUTES)) * 60


def ours() -> tuple[float, float]:
    """(CPU seconds, mean wait in minutes) of a county that is built, run and asked for the wait."""
    waits: list[float] = []

    def live() -> None:
        case = Scenario.preset(
            "theory-bench",
            officers_traffic=OFFICERS,
            officers_station=0,
            calls_per_hour_traffic=AN_HOUR,
            calls_per_hour_order=0,
            handling_minutes=MINUTES,
            warmup_days=0,
        )
        waits.append(observed(County(case).run_days(DAYS), ["wait_mean_traffic"])["wait_mean_traffic"])

    return seconds(live), waits[0]


def installed() -> list[str]:
    """The peers that are there."""
    return [name for name in PROGRAMS if (PEERS / name).is_dir() or find_spec(name)]


def peer(name: str) -> tuple[float, float]:
    """(CPU seconds, mean wait in minutes) of the same queue in another program, its import not counted."""
    numbers = {"arrivals": AN_HOUR / 60, "services": 1 / MINUTES, "officers": OFFICERS, "calls": CALLS}
    told = "print(json.dumps([time.process_time() - start, sum(waits) / len(waits)]))"
    code = f"import json, time\n{PROGRAMS[name].format(**numbers)}\n{told}"
    beside = {"PYTHONPATH": os.pathsep.join([str(PEERS), *_already()])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | beside, capture_output=True, text=True, check=True,
        cwd=Path(PEERS.anchor),
    )  # fmt: skip
    took, wait = json.loads(done.stdout)
    return took, wait


def _already() -> list[str]:
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
