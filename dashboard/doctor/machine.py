"""This machine: Python, memory, processors, the port, glyphs for Chinese, addresses in the local network."""

from __future__ import annotations

import ipaddress
import os
import platform
import socket
import struct
import sys
import sysconfig

from jiaosuo.dashboard.doctor.finding import Finding, ok, problem, warning
from jiaosuo.dashboard.jobs.worker_pool import pool_size
from jiaosuo.dashboard.network import LOOPBACK
from jiaosuo.model.core.words import N_

OLDEST = (3, 12)

SERVER_MIB, WORKER_MIB = 350, 850
"""MiB for the server (170 measured with no page open; the rest is for a class), and for each worker (430
measured on a small county; 400 are the counties that it keeps at hand). The self-test prints what is held."""

BARE_SERVER_MIB, PAGE_MIB = 200, 4
"""MiB for the server before anybody comes, and for each open page (2.5 measured on a small county)."""

OTHER_FILES, PAGE_FILES = 200, 10
"""Open files beside those of pages, and of each page: four for its socket, six for a browser's others."""

PYTHON, MEMORY, PROCESSORS = N_("Python"), N_("memory"), N_("processors")
PAGES = N_("room for a class")
PORT, GLYPHS, ADDRESS = N_("port"), N_("Chinese glyphs"), N_("address for the class")


def python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Finding:
    """Whether this Python is one that the wheels are made for."""
    bits = 8 * struct.calcsize("P")
    unusual = bits != 64 or bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    values = {"version": ".".join(map(str, version)), "bits": bits, "system": platform.platform(terse=True)}
    said = N_("{version}, {bits} bits, on {system}")
    if version[:2] < OLDEST or unusual:
        return problem(
            PYTHON, said, N_("Install a usual Python of 64 bits, {oldest} or newer."), **values, oldest="3.12"
        )
    return ok(PYTHON, said, **values)


def memory(workers: int, available: int | None = None) -> Finding:
    """Whether server and workers fit. available: bytes; default: what this machine has free now."""
    # only who asks pays
    import psutil

    free = (psutil.virtual_memory().available if available is None else available) / 2**20
    count = pool_size(workers)
    needed = SERVER_MIB + count * WORKER_MIB
    values = {"free": f"{free:,.0f}", "needed": f"{needed:,.0f}", "workers": count}
    said = N_("{free} MiB free; the page with {workers} workers takes about {needed} MiB")
    if free < SERVER_MIB + WORKER_MIB:
        return problem(MEMORY, said, N_("Close other programs, or take a larger machine."), **values)
    if free < needed:
        return warning(
            MEMORY, said, N_("Close other programs, or start with fewer workers: --workers 1."), **values
        )
    return ok(MEMORY, said, **values)


def room(
    workers: int, pages: int, pages_per_address: int, available: int | None = None, files: int | None = None
) -> Finding:
    """How many pages may be open at a time, and how many this machine bears by its memory and its files.

    available: bytes; files: open files; default: what there is now.
    """
    # only who asks pays
    import psutil

    from jiaosuo.dashboard.web.listening import files_to_open

    free = (psutil.virtual_memory().available if available is None else available) / 2**20
    by_memory = (free - BARE_SERVER_MIB - pool_size(workers) * WORKER_MIB) / PAGE_MIB
    by_files = ((files_to_open() if files is None else files) - OTHER_FILES) / PAGE_FILES
    bears = max(0, int(min(by_memory, by_files)))
    values = {"pages": pages, "here": min(pages, pages_per_address), "bears": f"{bears:,}"}
    said = N_("{pages} pages, {here} of them from one address; this machine bears about {bears}")
    if bears >= pages:
        return ok(PAGES, said, **values)
    if by_files < by_memory:
        do = N_("Allow more open files (ulimit -n), or start with fewer pages: --pages.")
    else:
        do = N_("Close other programs, or start with fewer workers or pages: --workers 1, --pages.")
    return warning(PAGES, said, do, **values)


def processors(workers: int, count: int | None = None) -> Finding:
    """How many runs can go at a time."""
    count = count or os.cpu_count() or 1
    values = {"n": count, "workers": pool_size(workers)}
    said = N_("{n} for {workers} workers")
    if count < 2:
        do = N_("With one processor a class waits long: open the stories beforehand, or take another.")
        return warning(PROCESSORS, said, do, **values)
    return ok(PROCESSORS, said, **values)


def port(host: str, number: int) -> Finding:
    """Whether nobody listens there yet."""
    values = {"host": host, "port": number}
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # as the server does: a port that was closed a moment ago is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen()
        except (OSError, UnicodeError) as error:
            return _taken(host, number, error)
    return ok(PORT, N_("{port} is free on {host}"), **values)


def _taken(host: str, number: int, error: Exception) -> Finding:
    # the page opens without this
    from jiaosuo.dashboard.web.listening import answers

    values = {"host": host, "port": number, "error": getattr(error, "strerror", None) or error}
    if host in (*LOOPBACK, "0.0.0.0", "::") and answers(f"http://127.0.0.1:{number}/healthz"):
        said = N_("the page already runs on {port}")
        return warning(PORT, said, N_("Use it, or end it, or take another port: --port."), **values)
    said = N_("{port} on {host} is not to be had ({error})")
    return problem(PORT, said, N_("Take another port, such as --port 8777."), **values)


def glyphs() -> Finding:
    """Whether a picture drawn here shows Chinese characters: two that look the same are two empty boxes."""
    if _drawn("交") != _drawn("警"):
        return ok(GLYPHS, N_("pictures and pages on this machine show 交警"))
    return warning(
        GLYPHS,
        N_("no font here has Chinese characters: pictures show boxes in their place"),
        N_("Install one (Debian, Ubuntu: fonts-noto-cjk). Other machines in the room need their own."),
    )


def _drawn(character: str) -> bytes:
    """A character as a picture."""
    # heavy: only who draws pays
    import vl_convert

    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="32" font-size="30" font-family="sans-serif">{character}</text></svg>'
    )
    return bytes(vl_convert.svg_to_png(svg))


def local_addresses() -> list[str]:
    """IPv4 addresses under which others in the local network may reach this machine, likely ones first."""
    # only who asks pays
    import psutil

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        ipaddress.IPv4Address(each.address)
        for name, held in psutil.net_if_addrs().items()
        if name in up
        for each in held
        if each.family == socket.AF_INET
    ]
    outward = [each for each in dict.fromkeys(found) if not each.is_loopback and not each.is_unspecified]
    return [str(each) for each in sorted(outward, key=lambda each: (each.is_link_local, not each.is_private))]


def address(number: int, found: list[str] | None = None) -> Finding:
    """What to write on the blackboard."""
    found = local_addresses() if found is None else found
    if not found:
        return warning(
            ADDRESS,
            N_("none: this machine is in no network"),
            N_("Join the room's network or open a hotspot; on this machine alone: http://127.0.0.1:{port}/"),
            port=number,
        )
    links = "  ".join(f"http://{each}:{number}/" for each in found)
    said = N_("{links} (with the token, or the room's code, of the page; start with --host 0.0.0.0 --token)")
    return ok(ADDRESS, said, links=links)
