"""Law 6: a number is declared once with default, range, unit, meaning and source, and is read from there."""

import ast
from pathlib import Path

import pytest

from jiaosuo import model
from jiaosuo.model import Scenario
from jiaosuo.model.scenario import all_parameters

DECLARED = all_parameters()
SOURCES = [path.read_text() for path in Path(model.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("name", DECLARED)
def test_a_number_says_what_it_is(name):
    it = DECLARED[name]
    assert it.low <= it.default <= it.high
    assert it.unit
    assert it.meaning
    assert it.source
    assert it.group


@pytest.mark.parametrize(
    "name",
    [name for name, each in DECLARED.items() if not each.group.startswith(("kind ", "surge ", "work "))],
)
def test_a_number_is_read_somewhere(name):
    stem = name.rsplit("_", 1)[0]
    read = [f'["{name}"]', f".{name}", f'"{name}"', f"{stem}_{{"]
    assert sum(source.count(form) for source in SOURCES for form in read) > 1, f"nobody reads {name}"


def test_defaults_hold_where_a_place_is_silent():
    place = Scenario.preset("county-town")
    assert place["delta"] == DECLARED["delta"].default
    assert place["urbanization"] == 0.5


def test_no_kernel_writes_a_rate_of_its_own():
    """Numbers in kernels are structure, never a share or a rate.

    Structure: 0, 1, 2, minutes in a day or a quarter, a road that is closed, bit shifts.
    """
    allowed = {
        0.0,
        0.25,
        0.5,
        1.0,
        2.0,
        3.0,
        15.0,
        24.0,
        60.0,
        64.0,
        256.0,
        480.0,
        1440.0,
        1000.0,
        1095.0,
        9007199254740992.0,
        0.2,
        1e-9,
        1e6,
    }
    for path in (Path(model.__file__).parent / "kernels").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                assert node.value in allowed, f"{path.name}: {node.value}"
