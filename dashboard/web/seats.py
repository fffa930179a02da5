"""Seats: how many pages the server has room for, in all and behind one address, and who has one.

A page has a seat while its socket is open. One that was left - a laptop was closed, Wi-Fi is gone - is kept
for minutes, so that it comes back as it was, but holds no seat: where there is no other room, the page that
was left first is let go for whoever comes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from jiaosuo.dashboard.network import PAGES, PAGES_PER_ADDRESS

MOST_PAGES = 2_000
"""Pages that may be asked for."""

SOCKETS_PER_PAGE = 3
"""A page that comes back has a second socket until the first is known to be dead."""

LONGEST_NAME = 64
CHANNELS = re.compile(r"/jupyter/api/kernels/([^/]+)/channels")


@dataclass(frozen=True)
class Capacity:
    """How many pages may be open at a time: in all, and from one address."""

    pages: int = PAGES
    pages_per_address: int = PAGES_PER_ADDRESS


class Seats:
    """The pages that are open, and those that were left.

    `alive` gives the names of the kernels that the server keeps; `let_go` closes one.
    """

    def __init__(
        self,
        most: int = PAGES,
        per_address: int = PAGES_PER_ADDRESS,
        alive: Callable[[], Collection[str]] = tuple,
        let_go: Callable[[str], None] = lambda name: None,
    ) -> None:
        self.most, self.per_address = most, min(most, per_address)
        self._alive, self._let_go = alive, let_go
        self.closed = False
        self._sockets: Counter[str] = Counter()
        self._address: dict[str, str] = {}
        self._left: dict[str, None] = {}

    @property
    def taken(self) -> int:
        """Pages that are open."""
        return len(self._address)

    def close(self) -> None:
        """Give no seat any more, but to pages that have one or had one a moment ago."""
        self.closed = True

    def fits(self, address: str) -> bool:
        """Whether one more page from an address finds a seat."""
        from_here = sum(where == address for where in self._address.values())
        return not self.closed and self.taken < self.most and from_here < self.per_address

    def enter(self, path: str, address: str) -> str | None:
        """The name of the page that a socket is for, if it has a seat or finds one; None if not."""
        found = CHANNELS.fullmatch(path)
        if found is None or len(found[1]) > LONGEST_NAME:
            return None
        name = found[1]
        if name in self._address:
            if self._sockets[name] >= SOCKETS_PER_PAGE:
                return None
        elif not (name in self._left if self.closed else self.fits(address)):
            return None
        else:
            self._make_room(name)
            self._address[name] = address
        self._sockets[name] += 1
        return name

    def leave(self, name: str) -> None:
        """A socket is closed; with its last one a page is left."""
        self._sockets[name] -= 1
        if self._sockets[name] > 0:
            return
        del self._sockets[name], self._address[name]
        self._left[name] = None

    def _make_room(self, name: str) -> None:
        """Let go of pages that were left, the first of them first, where more are kept than find a seat."""
        self._left.pop(name, None)
        alive = set(self._alive())
        self._left = {each: None for each in self._left if each in alive}
        for each in list(self._left)[: max(0, self.taken + len(self._left) + 1 - self.most)]:
            del self._left[each]
            self._let_go(each)
