"""A lean kernel is compiled for other kernels, and for Python only once Python calls it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import pytest

from jiaosuo.model.kernels.base.by_address import by_address
from jiaosuo.model.kernels.base.jit import inner_kernel, kernel, lean_kernel
from jiaosuo.model.kernels.base.parts import PartLibrary, WholeLibrary


@lean_kernel
def half(value: float) -> float:
    """Half of it."""
    return value / 2.0


@lean_kernel
def above(values: np.ndarray, limit: float = 1.0) -> int:
    """How many halves are above a limit."""
    found = 0
    for row in range(values.shape[0]):
        found += int(half(values[row]) > limit)
    return found


@kernel
def both(values: np.ndarray) -> int:
    """Those above 1, and those above 2."""
    return above(values) + above(values, 2.0)


VALUES = np.array([1.0, 3.0, 5.0])


def test_kernels_and_python_call_the_same():
    assert both(VALUES) == 3
    assert (above(VALUES), above(VALUES, 2.0), half(3.0)) == (2, 1, 1.5)
    assert above.py_func(VALUES) == 2
    assert above.__doc__ == "How many halves are above a limit."


def test_python_has_a_door_of_its_own_whose_machine_code_is_kept_under_another_name():
    assert half(1.0) == 0.5
    assert half._door.py_func.__qualname__ == "called_half"
    assert half._door is half._door


def test_what_other_kernels_call_has_no_door():
    half._inside._cache.flush()  # what is read back from a file of an earlier run lists no functions
    half._inside.compile((numba.float64,))
    (compiled,) = half._inside.overloads.values()
    names = [each.name for each in compiled.library._final_module.functions]
    assert names
    assert not [each for each in names if each.startswith(("cpython", "cfunc"))]


def test_what_other_kernels_call_is_a_part_without_machine_code():
    half._inside._cache.flush()
    half._inside.compile((numba.float64,))
    ((signature, compiled),) = half._inside.overloads.items()
    assert signature == (numba.float64,)
    assert isinstance(compiled.library, PartLibrary)
    assert not compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)


@by_address
class Inner(NamedTuple):
    weights: np.ndarray


@by_address
class Outer(NamedTuple):
    values: np.ndarray
    inner: Inner
    grid: np.ndarray


@lean_kernel
def weigh(tables: Outer, row: int) -> float:
    """One value by its weight, which is written to the grid."""
    weighed = tables.values[row] * tables.inner.weights[row]
    tables.grid[row, 1] = weighed
    return weighed


@inner_kernel
def in_order(tables: Outer) -> int:
    """The row of the least value, by way of an array of its own."""
    return np.argsort(tables.values)[0]


@kernel
def total(tables: Outer) -> float:
    """All of them, and the row of the least."""
    found = 0.0
    for row in range(tables.values.shape[0]):
        found += weigh(tables, row)
    return found + in_order(tables) * 100.0


def tables():
    return Outer(np.array([3.0, 1.0, 2.0]), Inner(np.array([1, 10, 100])), np.zeros((3, 2)))


def test_tables_are_handed_on_by_address_and_written_to():
    given = tables()
    assert total(given) == 3.0 + 10.0 + 200.0 + 100.0
    assert given.grid.tolist() == [[0.0, 3.0], [0.0, 10.0], [0.0, 200.0]]
    (compiled,) = total.overloads.values()
    assert isinstance(compiled.library, WholeLibrary) or total.stats.cache_hits
    assert weigh(given, 2) == 200.0
    assert in_order(given) == 1


def test_tables_that_grew_are_read_where_they_are_now():
    given = tables()
    assert weigh(given, 1) == 10.0
    longer = given._replace(values=np.arange(9.0), inner=Inner(np.full(9, 2)), grid=np.zeros((9, 2)))
    assert weigh(longer, 8) == 16.0
    assert weigh(given, 1) == 10.0


def test_tables_are_let_go_after_the_call():
    given = tables()
    arrays = (given.values, given.inner.weights, given.grid)
    before = [sys.getrefcount(each) for each in arrays]
    for _ in range(3):
        total(given)
        weigh(given, 0)
        in_order(given)
    assert [sys.getrefcount(each) for each in arrays] == before


def test_a_field_that_tables_lack_is_refused():
    @kernel
    def lost(given: Outer) -> float:
        return given.nowhere[0]

    with pytest.raises(numba.TypingError, match="nowhere"):
        lost(tables())


ANOTHER = """
import numba
numba.__version__ = "0.1.0"
from tests.unit.model import test_lean_kernels as here
given = here.tables()
print(here.total(given), given.grid.tolist(), here.weigh(given, 2), here.in_order(given))
assert not isinstance(next(iter(here.half._inside.overloads.values()), None), here.PartLibrary)
assert not isinstance(next(iter(here.total.overloads.values())).library, here.WholeLibrary)
"""


def test_with_a_numba_that_is_not_known_kernels_give_the_same(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    given = tables()
    ours = (total(given), given.grid.tolist(), weigh(given, 2), in_order(given))
    assert done.stdout.split() == " ".join(map(str, ours)).split(), done.stderr
