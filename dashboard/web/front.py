"""What stands before this server: proxies that are believed, and the address that others type.

A proxy says in headers who asks, under which name, and whether in secret. Everybody can write such headers,
so they count only where the other end of the connection is a proxy that was declared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.types import Scope

from jiaosuo.dashboard.network import ADDRESS_HEADER, host_of
from jiaosuo.dashboard.web.headers import headers_of
from jiaosuo.model.core.errors import InputError

SAID_BY_PROXIES = ("forwarded", "script-name", "x-script-name", "x-real-ip", "x-forwarded-", ADDRESS_HEADER)
"""Headers that nobody behind the guard sees, whoever sent them."""

USUAL_PORT = {"http": "80", "https": "443"}
PLAIN = {"ws": "http", "wss": "https"}
SOCKETS = {"http": "ws", "https": "wss"}

type Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Front:
    """`proxies`: the networks whose word is taken; `public`: the address that others type, or empty."""

    proxies: tuple[Network, ...] = ()
    public: str = ""

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
        return {**scope, "headers": kept, "client": client, "scheme": scheme}

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


def read_front(proxies: Iterable[str] = (), public: str = "") -> Front:
    """What stands before the server, as it was written; InputError for what is no address.

    proxies: addresses or networks, such as 127.0.0.1 or 10.0.0.0/8. public: http(s)://NAME[:PORT].
    """
    return Front(tuple(map(_network, proxies)), _public(public))


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
