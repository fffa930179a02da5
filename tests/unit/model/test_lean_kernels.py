"""A lean kernel is compiled for other kernels, and for Python only once Python calls it."""

import numba
import numpy as np

from jiaosuo.model.kernels.base.jit import kernel, lean_kernel


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
