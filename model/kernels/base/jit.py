"""The one place that knows how kernels are compiled and where their machine code is kept."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import numba
import platformdirs
from numba.extending import register_jitable

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
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def lean_kernel[F: Callable[..., Any]](function: F) -> F:
    """A kernel that makes no array: compiled without counting references, which costs more than its work.

    A table is a named tuple of some thirty arrays, and Numba counts a reference to each of them at every call
    and return. A lean kernel is compiled without Numba's runtime (`_nrt`), so it cannot make an array; it may
    call lean kernels, and plain ones by way of arguments that outlive the call.
    """
    options: Any = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return cast(F, numba.njit(**options)(function))


def inlined_kernel[F: Callable[..., Any]](function: F) -> F:
    """A lean kernel copied into its callers: handing over all tables would cost more than its work.

    A table goes to a kernel as a hundred and more words on the stack (docs/decisions/0019-speed.md).
    """
    options: Any = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False, "forceinline": True}
    return cast(F, numba.njit(**options)(function))


def kernel_and_python[F: Callable[..., Any]](function: F) -> F:
    """Plain Python that kernels may call too: compiled into them, and left as it is for all other callers."""
    return register_jitable(function)


def uncached_kernel[F: Callable[..., Any]](function: F) -> F:
    """A kernel that holds an address of this process, so that its machine code is of no use to the next."""
    return cast(F, numba.njit(nogil=True, error_model="numpy")(function))
