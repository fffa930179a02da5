"""What stands before this server: proxies that are believed, and the address and path that others type.

A proxy says in headers who asks, under which name, and whether in secret. Everybody can write such headers,
so they count only where the other end of the connection is a proxy that was declared. A path before the page
is taken off here, whether a proxy has left it on or not: behind the guard everything is at the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit

from starlette.types import Scope

from jiaosuo.dashboard.network import ADDRESS_HEADER, host_of
from jiaosuo.dashboard.web.headers import ROOT_PATH, headers_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

SAID_BY_PROXIES = ("forwarded", "script-name", "x-script-name", "x-real-ip", "x-forwarded-", ADDRESS_HEADER)
"""Headers that nobody behind the guard sees, whoever sent them."""

USUAL_PORT = {"http": "80", "https": "443"}
PLAIN = {"ws": "http", "wss": "https"}
SOCKETS = {"http": "ws", "https": "wss"}

LONGEST_PATH = 200
PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~@+-]|%[0-9A-Fa-f]{2})+)+")
PATH_RULE = N_(
    "must be a path as browsers write it, such as /lab/county, of at most 200 letters, figures and the signs "
    ". _ ~ @ + - %"
)
OURS = (
    "_solara", "assets", "county", "evidence", "export", "film", "handout", "health", "healthz", "jupyter",
    "readyz", "resourcez", "room", "seat", "static", "tape",
)  # fmt: skip
"""How paths of the page itself begin."""

PATH_IS_OURS = N_("paths of the page itself begin so; put another name in front, such as /lab")

type Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Front:
    """`proxies`: the networks whose word is taken; `public`: the address that others type, or empty.

    `root_path`: the path below which others find the page, such as /lab/county, or empty.
    """

    proxies: tuple[Network, ...] = ()
    public: str = ""
    root_path: str = ""

    def seen(self, scope: Scope) -> Scope:
        """The request as its visitor made it: where from, under which name, with which scheme."""
        headers = headers_of(scope)
        client = scope.get("client") or ("?", 0)
        asked = str(scope.get("scheme", "http"))
        scheme = PLAIN.get(asked, asked)
        host = headers.get("host", "").lower()
        if self.is_proxy(client[0]):
            client = (self._visitor(headers.get("x-forwarded-for", ""), client[0]), 0)
            scheme, host = _told(headers, scheme, host)
        if self.public and self._is_public(headers.get("origin", "").lower(), host):
            public = urlsplit(self.public)
            scheme, host = public.scheme, public.netloc
        host = host.removesuffix(f":{USUAL_PORT.get(scheme, '')}")
        kept = [(n, v) for n, v in scope["headers"] if not _is_said_by_proxies(n) and n.lower() != b"host"]
        if "host" in headers:
            kept.append((b"host", host.encode("latin-1", "replace")))
        if scope["type"] == "websocket":
            scheme = SOCKETS.get(scheme, scheme)
        more = {"path": self.below(scope["path"]), ROOT_PATH: self.root_path}
        return {**scope, "headers": kept, "client": client, "scheme": scheme, **more}

    def below(self, path: str) -> str:
        """The path within the page; empty where the path before it was asked for without a slash behind."""
        root = unquote(self.root_path)
        below = path.removeprefix(root) if root and (path == root or path.startswith(f"{root}/")) else path
        return below if path == root else below or "/"

    def is_proxy(self, address: str) -> bool:
        """Whether an address is that of a proxy that was declared."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)

    def _visitor(self, said: str, peer: str) -> str:
        """The last address in a list that no proxy of ours has; a visitor may begin the list as they like."""
        for address in reversed([each.strip() for each in said.split(",") if each.strip()]):
            if not self.is_proxy(address):
                return address if _is_address(address) else peer
        return peer

    def _is_public(self, origin: str, host: str) -> bool:
        return origin == self.public or host_of(host) == host_of(urlsplit(self.public).netloc)


def _told(headers: dict[str, str], scheme: str, host: str) -> tuple[str, str]:
    """The scheme and the name with its port, as a proxy says them; what it does not say stays."""
    said = headers.get("x-forwarded-proto", "").split(",")[0].strip().lower()
    scheme = PLAIN.get(said, said) if PLAIN.get(said, said) in USUAL_PORT else scheme
    named = headers.get("x-forwarded-host", "").split(",")[0].strip().lower()
    host = named if host_of(named) else host
    port = headers.get("x-forwarded-port", "").split(",")[0].strip()
    if port.isdecimal() and len(port) < 6 and ":" not in host.rpartition("]")[2]:
        host = f"{host}:{port}"
    return scheme, host


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_said_by_proxies(name: bytes) -> bool:
    return name.decode("latin-1").lower().startswith(SAID_BY_PROXIES)


def read_front(proxies: Iterable[str] = (), public: str = "", root_path: str = "") -> Front:
    """What stands before the server, as it was written; InputError for what is no address, or no path.

    proxies: addresses or networks, such as 127.0.0.1 or 10.0.0.0/8. public: http(s)://NAME[:PORT]. root_path:
    such as /lab/county, with or without a slash at its end; / and nothing are the root.
    """
    return Front(tuple(map(_network, proxies)), _public(public), _root_path(root_path))


def _root_path(text: str) -> str:
    if text in ("", "/"):
        return ""
    path = text.removesuffix("/")
    parts = [unquote(part) for part in path.split("/")[1:]]
    plain = all(_is_plain(part) for part in parts)
    if len(path) > LONGEST_PATH or not PATH.fullmatch(path) or not plain:
        raise InputError("root-path", text, PATH_RULE)
    if parts[0] in OURS:
        raise InputError("root-path", text, PATH_IS_OURS)
    return path


def _is_plain(part: str) -> bool:
    """Whether a part of a path, its signs as they are meant, is the name of one step down."""
    return part.isprintable() and part not in ("", ".", "..") and not set("/\\\ufffd") & set(part)


def _network(text: str) -> Network:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        allowed = "must be the address of a proxy, such as 127.0.0.1 or 10.0.0.0/8"
        raise InputError("proxy", text, allowed) from None


def _public(text: str) -> str:
    if not text:
        return ""
    allowed = "must be https://NAME or http://NAME, with a port if need be and without a path"
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError:
        raise InputError("public", text, allowed) from None
    beside = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in USUAL_PORT or not host_of(parts.netloc) or beside:
        raise InputError("public", text, allowed)
    usual = port is None or str(port) == USUAL_PORT[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.rpartition(':')[0] if usual and port else parts.netloc}"
