"""The address that a class types or scans, and its QR code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import segno

from jiaosuo.dashboard.network import LOOPBACK, host_of, local_address


@dataclass(frozen=True)
class Address:
    """Where this server listens, the token that opens it to others, and the address that they type.

    `public`: such as https://lab.example.edu, of a proxy before this server; empty where none is declared.
    `root_path`: the path below which the page is found, such as /lab. `secure`: it speaks HTTPS itself.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    public: str = ""
    root_path: str = ""
    secure: bool = False

    @property
    def scheme(self) -> str:
        """How the server itself is spoken to: http or https."""
        return "https" if self.secure else "http"

    @property
    def is_for_others(self) -> bool:
        """Whether other machines can reach it."""
        return bool(self.public) or self.host not in LOOPBACK

    def is_reached_by_others(self, asked: str) -> bool:
        """Whether other machines can reach it, as a browser shows that asked for it by a name of its own."""
        return self.is_for_others or host_of(asked.rpartition("://")[2]) not in ("", *LOOPBACK)

    def here(self) -> str:
        """The page's address as the server itself is asked for it on this machine."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}:{self.port}{self.root_path}/"

    def base(self, asked: str) -> str:
        """The page's address for others: as it was asked for, unless only this machine can ask for it so.

        asked: as the browser says it, with its scheme (https://lab.example.edu) or without.
        """
        if self.public:
            return f"{self.public}{self.root_path}/"
        scheme, _, asked = asked.rpartition("://")
        name = host_of(asked)
        if name and name not in LOOPBACK:
            return f"{scheme or self.scheme}://{asked}{self.root_path}/"
        found = local_address() if self.host in ("0.0.0.0", "::") else self.host
        shown = f"[{found}]" if ":" in found else found
        if asked.count(":"):  # the port of whoever the browser speaks to, which may be a proxy with TLS
            return f"{scheme or self.scheme}://{shown}:{asked.rpartition(':')[2]}{self.root_path}/"
        return f"{self.scheme}://{shown}:{self.port}{self.root_path}/"

    def link(self, asked: str, code: str) -> str:
        """What a trainee's telephone opens: the token of the server, where it has one, and the room."""
        token = f"token={quote(self.token, safe='')}&" if self.token else ""
        return f"{self.base(asked)}?{token}room={code}"


@lru_cache(maxsize=64)
def qr(link: str) -> tuple[int, str]:
    """Modules on a side, with the quiet margin, and the dark ones as an SVG path."""
    code = segno.make(link, error="m", micro=False)
    border = 2
    path = "".join(
        f"M{column + border} {row + border}h1v1h-1z"
        for row, line in enumerate(code.matrix)
        for column, dark in enumerate(line)
        if dark
    )
    return len(code.matrix) + 2 * border, path


_address = Address()


def the_address() -> Address:
    """Where this process serves."""
    return _address


def set_address(address: Address) -> None:
    """Say where this process serves."""
    global _address
    _address = address
