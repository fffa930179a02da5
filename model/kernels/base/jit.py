"""The one place that knows how kernels are compiled and where their machine code is kept."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, update_wrapper
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numba
import platformdirs
from numba.extending import register_jitable

_compiled: Any = numba.njit
COMMON: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_WHOLE, _PART = dict(COMMON), dict(COMMON)

KNOWN = ("0.68.",)
"""Releases of Numba whose inside is as `parts` has it; with others, kernels only compile for longer."""

if numba.__version__.startswith(KNOWN):
    from jiaosuo.model.kernels.base.parts import PartCompiler, WholeCompiler

    _WHOLE["pipeline_class"], _PART["pipeline_class"] = WholeCompiler, PartCompiler

BESIDE = ("terms.py", "units.py")
"""What kernels import of `model/core/`: constants, which are compiled in."""


def _sources_hash() -> str:
    """A hash of all kernel sources and of the enums, which names the folder of the machine code.

    Numba notices an edit only in the file of the compiled function, not in the kernels copied into it.
    """
    kernels = Path(__file__).parents[1]
    state = blake2b(digest_size=8)
    beside = [kernels.parent / "core" / name for name in BESIDE]
    for source in [*sorted(kernels.rglob("*.py")), *beside]:
        state.update(source.read_bytes())
    return state.hexdigest()


def _cache_folder() -> Path:
    wanted = Path(platformdirs.user_cache_dir("jiaosuo")) / "kernels" / _sources_hash()
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        writable = os.access(wanted, os.W_OK)
    except (OSError, RuntimeError):
        writable = False
    return wanted if writable else _own_temporary_folder() / _sources_hash()


def _own_temporary_folder() -> Path:
    """A folder that is ours alone, the same each time: machine code that another could write is not run."""
    mine = getattr(os, "getuid", lambda: None)()
    folder = Path(tempfile.gettempdir()) / f"jiaosuo-{'kernels' if mine is None else mine}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    about = folder.lstat()
    ours = mine in (None, about.st_uid) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if stat.S_ISDIR(about.st_mode) and ours:
        return folder
    return Path(tempfile.mkdtemp(prefix="jiaosuo-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    _settings: Any = numba.config
    _settings.CACHE_DIR = str(_cache_folder())


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile `function` on first call, without the GIL, and keep the machine code for the next process.

    Division by zero gives inf or nan as in NumPy; to raise, every division would need a test and a jump.
    """
    return cast(F, _compiled(cache=True, **_WHOLE)(function))


def lean_kernel[F: Callable[..., Any]](function: F) -> F:
    """A kernel that makes no array: compiled without counting references, which costs more than its work.

    Numba counts a reference to each array that a kernel looks at. A lean kernel is compiled without Numba's
    runtime (`_nrt`), so it cannot make an array; it may call lean kernels, and plain ones by way of arguments
    that outlive the call.
    """
    return cast(F, _Lean(function, {"_nrt": False}))


def inner_kernel[F: Callable[..., Any]](function: F) -> F:
    """A kernel that makes arrays and is called by kernels; Python has a door to it, as to a lean one."""
    return cast(F, _Lean(function, {}))


def inlined_kernel[F: Callable[..., Any]](function: F) -> F:
    """A lean kernel copied into its callers, however large: what they know of its arguments is not lost."""
    return cast(F, _Lean(function, {"_nrt": False, "forceinline": True}))


class _Lean:
    """A kernel for other kernels, with a door for Python that is made when Python first calls it.

    The door takes a table apart, some thirty arrays with their shapes and strides, and costs the compiler
    as much as the kernel behind it; hardly any kernel needs one.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._options = options
        self._inside = _compiled(cache=True, no_cpython_wrapper=True, **_PART, **options)(function)
        self._numba_type_ = self._inside._numba_type_  # how Numba finds what to call from within a kernel

    @cached_property
    def _door(self) -> Callable[..., Any]:
        it = self.py_func
        # Under a name of its own, by which Numba keeps its machine code.
        named = FunctionType(it.__code__, it.__globals__, it.__name__, it.__defaults__)
        named.__qualname__, named.__module__ = f"called_{it.__qualname__}", it.__module__
        return cast(Callable[..., Any], _compiled(cache=True, **_WHOLE, **self._options)(named))

    def __call__(self, *arguments: Any) -> Any:
        return self._door(*arguments)


def kernel_and_python[F: Callable[..., Any]](function: F) -> F:
    """Plain Python that kernels may call too: compiled into them, and left as it is for all other callers."""
    return cast(F, register_jitable(function))


def uncached_kernel[F: Callable[..., Any]](function: F) -> F:
    """A kernel that holds an address of this process, so that its machine code is of no use to the next."""
    return cast(F, _compiled(**_WHOLE)(function))
