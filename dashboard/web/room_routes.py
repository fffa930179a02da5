"""Routes of a room: the record of a class, for the session that leads it and nobody else."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from jiaosuo.dashboard.rooms import class_file
from jiaosuo.dashboard.rooms.book import RECORD
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.rooms.room import NOT_YOURS
from jiaosuo.dashboard.web.headers import headers_of
from jiaosuo.dashboard.web.pages import attachment, is_page
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE
from jiaosuo.dashboard.web.refusal import language_of, refused
from jiaosuo.model.core.words import LANGUAGES


def room_routes() -> list[BaseRoute]:
    """The record of the room that the asking session leads: the address names no room."""
    return [Route(f"/{RECORD}", record)]


async def record(request: Request) -> Response:
    """Who answered what and when, as a CSV in the language that the page asks for."""
    room = the_registry().led_by(fingerprint(request.cookies.get(SESSION_COOKIE, "")))
    if room is None or not is_page(request):
        return refused(request, 403, NOT_YOURS)
    asked = request.query_params.get("lang", "")
    language = asked if asked in LANGUAGES else language_of(request.scope, headers_of(request.scope))
    content = await asyncio.to_thread(class_file.class_file, room, language)
    headers = {
        "content-disposition": attachment(class_file.file_name(room)),
        "cache-control": "no-store",
    }
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
