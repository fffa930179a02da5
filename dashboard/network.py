"""Names of this machine on the network: what only it can reach, and where a page comes from."""

from __future__ import annotations

import re
import socket
from functools import lru_cache

PAGES, PAGES_PER_ADDRESS = 240, 120
"""Pages that may be open at a time, in all and from one address, behind which a class may stand."""

DRAIN = 10
"""Seconds that open pages are given when the server is asked to end, if nothing else is said."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ADDRESS_HEADER = "x-jiaosuo-address"
"""Header with the address that a page's socket comes from, as this server sees it, whatever was sent."""


def host_of(netloc: str) -> str:
    """The name in a Host header, without its port; empty if it is no plain name."""
    plain = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+))(?::[0-9]+)?", netloc)
    return (plain[1] or plain[2]).lower() if plain else ""


@lru_cache(maxsize=1)
def local_address() -> str:
    """This machine's address in its own network; nothing is sent to find it."""
    for network in ("10.255.255.255", "192.168.255.255"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as finder:
            try:
                finder.connect((network, 9))
                return str(finder.getsockname()[0])
            except OSError:
                continue
    return "127.0.0.1"
