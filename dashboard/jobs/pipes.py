"""How a child process inherits one end of a pipe and steps back behind others: on Linux and on Windows.

On Windows we have run it under Wine alone; what it does there follows the documentation of Python.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from typing import Any

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection

type PipeEnd = Any
"""A `Connection`, or a `PipeConnection` on Windows: they do the same and share no base that is public."""

NICE = 10
PR_SET_PDEATHSIG = 1


def inheritance(end: PipeEnd) -> dict[str, Any]:
    """Arguments of `subprocess.Popen` with which the child inherits this end of a pipe and nothing else."""
    if sys.platform == "win32":
        os.set_handle_inheritable(end.fileno(), True)
        start = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [end.fileno()]})
        return {"startupinfo": start, "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"pass_fds": [end.fileno()], "start_new_session": True}


def inherited_end(descriptor: int) -> PipeEnd:
    """In the child: the end of the pipe that it inherited."""
    if sys.platform == "win32":
        return PipeConnection(descriptor)
    return Connection(descriptor)


def end_with(parent: int) -> None:
    """End this process with its parent: the kernel sees to it on Linux, the closed pipe elsewhere.

    On Windows a virtual environment's Python stands between the two, so the parent's number says nothing.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def lower_priority() -> None:
    """Leave the processor to the server and to whoever else needs it."""
    if sys.platform == "win32":
        import psutil  # Linux does without it

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICE)
