"""Counties that several tests look at and none writes to."""

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.landscape import landscape

SMALL = {"people_per_agent": 25}


@pytest.fixture(scope="session")
def zigui():
    """The scenario."""
    return Scenario.preset("zigui-2004", seed=5, **SMALL)


@pytest.fixture(scope="session")
def land(zigui):
    """Its land."""
    return landscape(zigui)


@pytest.fixture(scope="session")
def run(zigui):
    """Three days of it, with many calls."""
    busy = {"dispute_rate_rural": 60, "theft_rate_rural": 40, "vehicles_per_1000": 250}
    return County(zigui.changed(**busy)).run_days(3)


@pytest.fixture(scope="session")
def rows(run):
    """The raw rows of its calls."""
    return run.evidence().calls
