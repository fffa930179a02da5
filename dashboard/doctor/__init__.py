"""`jiaosuo doctor`: is this machine ready for a class?

One file looks at the machine, one at what is installed, one tries it. A check is a function that gives back a
`Finding`. Checks import what they try inside themselves: the doctor must run where something is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jiaosuo.dashboard.doctor import installed, machine, trial
from jiaosuo.dashboard.doctor.finding import Finding
from jiaosuo.dashboard.network import PAGES, PAGES_PER_ADDRESS

type Check = Callable[[], Finding]


def checks(
    host: str,
    port: int,
    workers: int,
    quick: bool,
    pages: int = PAGES,
    pages_per_address: int = PAGES_PER_ADDRESS,
) -> list[Check]:
    """All checks, in order; `quick` leaves the self-test out."""
    first: list[Check] = [
        installed.program,
        machine.python,
        installed.versions,
        installed.plugged,
        installed.own_files,
        installed.assets,
        installed.kernels,
        installed.recordings,
        installed.charts,
        installed.kept_maps,
        installed.kept_posteriors,
        lambda: machine.memory(workers),
        lambda: machine.processors(workers),
        lambda: machine.room(workers, pages, pages_per_address),
        machine.glyphs,
        lambda: machine.port(host, port),
    ]
    tried: list[Check] = [] if quick else [trial.county, trial.theory, trial.page]
    return [*first, *tried, lambda: machine.address(port)]


def examine(
    host: str,
    port: int,
    workers: int = 0,
    quick: bool = False,
    pages: int = PAGES,
    pages_per_address: int = PAGES_PER_ADDRESS,
) -> Iterator[Finding]:
    """Every finding, as soon as it is made."""
    for check in checks(host, port, workers, quick, pages, pages_per_address):
        yield check()
