"""A reverse proxy in this process: it shows a server below a path, and takes the path off or leaves it on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST_HEAD = 64 * 1_024


class ReverseProxy:
    """Passes requests below `prefix` on to a port of this machine; anything else is answered with 404.

    It says in headers what proxies say: who asks, under which name (of its own, if it has one), with which
    scheme.
    """

    def __init__(self, port: int, prefix: str, strips: bool, scheme: str = "http", name: str = "") -> None:
        self.port, self.prefix, self.strips = port, prefix, strips
        self.scheme, self.name = scheme, name
        self.outside: list[str] = []
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request: what follows its head is passed on as it comes, either way."""
        with suppress(OSError, asyncio.IncompleteReadError):
            first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
            method, target, version = first.split(" ")
            self.asked.append(target.partition("?")[0])
            if not target.startswith(f"{self.prefix}/"):
                self.outside.append(target)
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                await writer.drain()
            else:
                target = target.removeprefix(self.prefix) if self.strips else target
                await self._pass_on(f"{method} {target} {version}", rest, reader, writer)
        writer.close()

    async def _pass_on(
        self, first: str, rest: list[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there = await asyncio.open_connection("127.0.0.1", self.port)
        is_socket = any(line.lower().startswith("upgrade:") for line in rest)
        kept = [line for line in rest if is_socket or not line.lower().startswith("connection:")]
        host = self.name or next(line[5:].strip() for line in rest if line.lower().startswith("host:"))
        said = [
            f"X-Forwarded-Proto: {self.scheme}",
            f"X-Forwarded-Host: {host}",
            "X-Forwarded-For: 203.0.113.7",
        ]
        closing = [] if is_socket else ["Connection: close"]
        there[1].write("\r\n".join([first, *kept, *said, *closing, "", ""]).encode("latin-1"))
        await asyncio.gather(_pump(reader, there[1]), _pump(there[0], writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@contextmanager
def proxied(
    port: int, prefix: str, strips: bool, scheme: str = "http", name: str = ""
) -> Iterator[tuple[ReverseProxy, int]]:
    """A proxy that listens at a port of its own: the proxy, and the port."""
    proxy, loop = ReverseProxy(port, prefix, strips, scheme, name), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def begin() -> int:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=LONGEST_HEAD)
        return int(server.sockets[0].getsockname()[1])

    try:
        yield proxy, asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _end_all() -> None:
    """Connections that are open end with the proxy."""
    open_ = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_:
        task.cancel()
    await asyncio.gather(*open_, return_exceptions=True)
