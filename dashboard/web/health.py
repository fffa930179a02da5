"""Whether the server is well, for whoever runs it: numbers alone, no names, and no token is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from jiaosuo.dashboard.web.seats import Seats
from jiaosuo.model import __version__

OF_NOW = {"cache-control": "no-store"}


@dataclass
class Health:
    """What is asked: the pages that are open, the `workers` that are alive, whether what is kept `is_kept`.

    `is_kept`: None where the server keeps nothing.
    """

    seats: Seats = field(default_factory=Seats)
    workers: Callable[[], int] = lambda: 0
    is_kept: Callable[[], bool] | None = None
    began: float = field(default_factory=time.monotonic)

    def routes(self) -> list[BaseRoute]:
        """`/health` for probes and proxies, `/healthz` for pages that are open."""
        return [Route("/health", self.tell), Route("/healthz", self.answer)]

    def said(self) -> dict[str, bool | int | str]:
        """What is told: uptime in whole seconds, how many pages and workers."""
        told: dict[str, bool | int | str] = {
            "ok": not self.seats.closed,
            "draining": self.seats.closed,
            "version": __version__,
            "uptime": int(time.monotonic() - self.began),
            "pages": self.seats.taken,
            "workers": self.workers(),
        }
        return told if self.is_kept is None else told | {"kept": self.is_kept()}

    async def tell(self, _: Request) -> Response:
        """Status 503 once no new pages are taken: a proxy then sends visitors elsewhere."""
        return JSONResponse(self.said(), 503 if self.seats.closed else 200, headers=OF_NOW)

    async def answer(self, _: Request) -> Response:
        """That the server is there, and whether it is about to end: a page that is open goes on."""
        return JSONResponse({"status": "ok", "ending": self.seats.closed}, headers=OF_NOW)
