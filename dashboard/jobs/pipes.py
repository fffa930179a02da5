"""How one end of a pipe reaches a child process, and how the child stands back: on Linux and on Windows.

On Windows it has been run by us under Wine alone; what it does there follows the documentation of Python.
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

type End = Any
"""A `Connection`, or a `PipeConnection` on Windows: they do the same and share no base that is public."""

NICE = 10
PR_SET_PDEATHSIG = 1


def handed(end: End) -> dict[str, Any]:
    """What `subprocess.Popen` must be told so that its child inherits this end of a pipe, no more."""
    if sys.platform == "win32":
        os.set_handle_inheritable(end.fileno(), True)
        start = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [end.fileno()]})
        return {"startupinfo": start, "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"pass_fds": [end.fileno()], "start_new_session": True}


def taken(descriptor: int) -> End:
    """The end of the pipe that a child was handed."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(descriptor)
    return Connection(descriptor)


def follow(parent: int) -> None:
    """Die with the server: the kernel sees to it on Linux, the closed pipe elsewhere.

    On Windows a virtual environment's Python stands between the two, so the parent's number says nothing.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def stand_back() -> None:
    """Leave the processor to the server and to whoever else wants it."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICE)
