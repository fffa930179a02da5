"""Where a page has the pictures of a film put together as a GIF, so often and no oftener."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from jiaosuo.dashboard.sending.animating import the_animator
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.web.budget import Allowance
from jiaosuo.dashboard.web.headers import headers_of
from jiaosuo.dashboard.web.pages import is_own
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE
from jiaosuo.dashboard.web.refusal import OF_ALL, language_of, refused
from jiaosuo.model.core.words import N_

AT_ONCE, A_SECOND = 4.0, 1 / 20
"""Films of one visitor."""

AT_ONCE_HERE, A_SECOND_HERE = 20.0, 1 / 4
"""And of all behind one address, for a visitor may come with a new cookie: a class may be behind one."""

MOST_KNOWN = 1_000
"""Visitors and addresses that are remembered."""

NO_PAGE = N_("Open the page first.")
TOO_OFTEN = N_("That is many films in a short time. Try again in half a minute.")
NOT_SENT = N_("The page sent something that this server does not know.")


class Films:
    """Who has had how many films made lately."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Allowance] = OrderedDict()

    def takes(self, session: str, address: str) -> bool:
        """Whether one more is allowed; it is counted."""
        here = self._of("address", address, AT_ONCE_HERE, A_SECOND_HERE)
        own = self._of("session", session, AT_ONCE, A_SECOND)
        allowed = [each.takes(1.0) for each in (own, here)]
        if not all(allowed):  # who only tries is not kept waiting for longer
            own.left, here.left = own.left + 1.0, here.left + 1.0
        return all(allowed)

    def _of(self, kind: str, name: str, at_once: float, a_second: float) -> Allowance:
        found = self._known.pop((kind, name), None) or Allowance(at_once, a_second)
        self._known[kind, name] = found
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return found


_films = Films()


def film_routes() -> list[BaseRoute]:
    """A film as a GIF; other films are made in the browser."""
    return [Route("/film/gif", gif, methods=["POST"])]


async def gif(request: Request) -> Response:
    """The GIF of the pictures that were sent, each behind its length; `shown` in hundredths of a second."""
    if not is_own(request):
        return await _refused(request, 403, NO_PAGE)
    address = request.client.host if request.client else "?"
    if not _films.takes(request.cookies.get(SESSION_COOKIE, ""), address):
        return await _refused(request, 429, TOO_OFTEN)
    shown = request.query_params.get("shown", "")
    if not (shown.isdecimal() and shown.isascii() and len(shown) < 4):
        return await _refused(request, 400, NOT_SENT)
    pictures = await request.body()
    try:
        made = await asyncio.to_thread(the_animator().make, pictures, int(shown))
    except NotSendable as error:
        said = error.problem.told(language_of(request.scope, headers_of(request.scope)))
        return JSONResponse({"error": said}, 422, headers=OF_ALL)
    return Response(made, headers={"cache-control": "no-store"}, media_type="image/gif")


async def _refused(request: Request, status: int, sentence: str) -> Response:
    """Heard out before it is refused: who is still sending would lose the connection and read no answer."""
    async for _ in request.stream():
        pass
    return refused(request, status, sentence)
