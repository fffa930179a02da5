"""Routes of "My county": a draft read, kept, handed out as one file; all for this page alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from jiaosuo.dashboard.county import archive, keeping
from jiaosuo.dashboard.county.reader import SECONDS_FOR_MAPS, CannotRead, the_reader
from jiaosuo.dashboard.rooms.address import the_address
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.dashboard.web.headers import headers_of
from jiaosuo.dashboard.web.pages import attachment, is_own, is_page
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE
from jiaosuo.dashboard.web.refusal import language_of, refused
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, translate

NOT_HERE = N_("Only the instructor of a room may bring a county to this server. Open a room first.")
NO_PAGE = N_("Open the page first.")
NOT_SENT = N_("The page sent something that this server does not know.")
ASKED = ("draft", "files", "maps", "options", "moved", "stations", "template")
"""What a page may say besides what is wanted of it and its language."""


def county_routes() -> list[BaseRoute]:
    """Read a draft, keep it, open or take away what is kept."""
    return [
        Route("/county/read", read, methods=["POST"]),
        Route("/county/keep", keep, methods=["POST"]),
        Route("/county/open", open_, methods=["POST"]),
        Route("/county/file/{name}", file),
    ]


async def read(request: Request) -> Response:
    """What a draft comes to, with files opened into it."""
    said, refusal = await _said(request)
    if refusal is not None:
        return refusal
    asked = {key: said[key] for key in ASKED if key in said}
    return await _asked(asked | {"language": _language(said)})


async def keep(request: Request) -> Response:
    """A draft kept as a folder; the name that it is opened by."""
    said, refusal = await _said(request)
    if refusal is not None:
        return refusal
    language = _language(said)
    answer = await _asked({"draft": said.get("draft"), "language": language, "wants": "folder"})
    found = json.loads(bytes(answer.body))
    if "files" not in found:
        return answer
    draft = said.get("draft")
    name = draft.get("name") if isinstance(draft, Mapping) else None
    files = {each: text.encode() for each, text in found["files"].items()}
    try:
        kept = await asyncio.to_thread(keeping.keep, name, files, _room(request), said.get("replace") is True)
    except InputError as error:
        taken = error.allowed == keeping.THERE
        return _json({"error": told(error, language), "taken": taken}, 409)
    return _json({"place": kept})


async def open_(request: Request) -> Response:
    """The draft of a county that is kept, to be corrected."""
    said, refusal = await _said(request)
    if refusal is not None:
        return refusal
    language = _language(said)
    try:
        name, files = await asyncio.to_thread(keeping.files_of, str(said.get("place"))[:200])
    except InputError as error:
        return _json({"error": told(error, language)}, 404)
    return await _asked({"files": [archive.sent(name, files)], "language": language})


async def file(request: Request) -> Response:
    """A county that is kept, as one file."""
    if not is_page(request):
        return refused(request, 403, NO_PAGE)
    try:
        name, files = await asyncio.to_thread(
            keeping.files_of, request.path_params["name"].removesuffix(".zip")[:200]
        )
    except InputError as error:
        return refused(request, 404, told(error, language_of(request.scope, headers_of(request.scope))))
    headers = {"content-disposition": attachment(f"{name}.zip"), "cache-control": "no-store"}
    return Response(archive.packed(name, files), headers=headers, media_type="application/zip")


def _room(request: Request) -> Room | None:
    """The room that a county is kept in; None where it stays on one's own machine."""
    if the_address().token is None:
        return None
    return the_registry().led_by(fingerprint(request.cookies.get(SESSION_COOKIE, "")))


async def _said(request: Request) -> tuple[Mapping[str, Any], Response | None]:
    """What a page of ours sent, or why it is not taken: it must come from our own page, as JSON."""
    if not is_own(request):
        return {}, refused(request, 403, NO_PAGE)
    if not keeping.may_bring(request.cookies.get(SESSION_COOKIE, "")):  # before 32 MB are taken from them
        return {}, refused(request, 403, NOT_HERE)
    try:
        said = await asyncio.to_thread(json.loads, await request.body())
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return {}, refused(request, 400, NOT_SENT)
    return said, None


def _language(said: Mapping[str, Any]) -> str:
    return CHINESE if str(said.get("language", "")).startswith("zh") else ENGLISH


async def _asked(message: Mapping[str, Any]) -> Response:
    """The reader's answer to a message; what it refuses comes with status 422."""
    try:
        most = SECONDS_FOR_MAPS if message.get("maps") else None
        found = await asyncio.to_thread(the_reader().ask, dict(message), most)
    except CannotRead as problem:
        sentence = translate(problem.message, str(message["language"]), **problem.values)
        return _json({"error": sentence}, 422)
    return _json(found, 422 if "error" in found else 200)


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})
