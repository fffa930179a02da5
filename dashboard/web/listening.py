"""Where the server listens: the address is taken before anything is started, or refused in a sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import urllib.request

from jiaosuo.dashboard.network import LOOPBACK
from jiaosuo.model.core.errors import InputError

MOST_FILES = 65_536
"""Open files that the server asks the system for: each connection is one."""

BACKLOG = 2_048

NO_ADDRESS = "no such address is known here; must be a name or an address of this machine, such as 127.0.0.1"
NOT_OURS = "it is not an address of this machine; 0.0.0.0 stands for all of them"
RUNS_ALREADY = "the page already runs there; use it, end it, or take another port: --port 0 finds a free one"
TAKEN = "another program listens there; take another port: --port 0 finds a free one"
NOT_ALLOWED = "this user may not listen there; take a port from 1024 on"


def resolved(host: str) -> list[tuple[socket.AddressFamily, str]]:
    """The addresses that a host's name stands for, with their families; InputError for one of none."""
    try:
        found = socket.getaddrinfo(host or "?", None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise InputError("host", host, NO_ADDRESS) from None
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at a host, all at one port.

    InputError where the host is no address of this machine, or the port is taken.
    """
    open_: list[socket.socket] = []
    try:
        for family, address in resolved(host):
            with contextlib.suppress(_NotHere):
                open_.append(_bound(family, address, port))
                port = open_[0].getsockname()[1]
        if not open_:
            raise InputError("host", host, NOT_OURS)
        for each in open_:
            each.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        for each in open_:
            each.close()
        raise _refusal(error, host, port) from None
    return open_


class _NotHere(Exception):
    """An address that this machine does not have; a name may stand for several."""


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError:  # a system without IPv6
        raise _NotHere from None
    try:
        if os.name == "posix":  # a port that was closed a moment ago is free; elsewhere this would share it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise _NotHere from None
        raise
    return listener


def _refusal(error: Exception, host: str, port: int) -> InputError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        runs = answers(f"http://{LOOPBACK[1]}:{port}/healthz")
        return InputError("port", port, RUNS_ALREADY if runs else TAKEN)
    if number in (errno.EACCES, errno.EPERM):
        return InputError("port", port, NOT_ALLOWED)
    return InputError("host", host, NOT_OURS)


def answers(url: str) -> bool:
    """Whether something answers at a URL: for tests and tools."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def files_to_open() -> int:
    """How many files this process may open, once as many are asked for as the system gives."""
    if sys.platform == "win32":
        return MOST_FILES
    # Windows has no such module
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft
