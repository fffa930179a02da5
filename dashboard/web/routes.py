"""Our own routes: recordings, what can be taken away, pages of evidence, the player's files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.playback.store import checksum, default_folder
from jiaosuo.dashboard.results.evidence import evidence_page
from jiaosuo.dashboard.results.export_calls import FORMS, calls_file, file_name
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.web.county_routes import county_routes
from jiaosuo.dashboard.web.film_routes import film_routes
from jiaosuo.dashboard.web.headers import headers_of
from jiaosuo.dashboard.web.pages import attachment, is_page
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE
from jiaosuo.dashboard.web.refusal import language_of, refused
from jiaosuo.dashboard.web.room_routes import room_routes
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import N_

DASHBOARD = Path(__file__).parents[1]
FOLDERS = (DASHBOARD / "player", DASHBOARD / "assets")
KINDS = {
    ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
    ".png": "image/png", ".json": "application/json", ".woff2": "font/woff2",
}  # fmt: skip
"""What is served from our folders: Vue files and Python stay inside."""

WITHHELD = N_("The instructor of your room shows the outcomes later.")
NO_PAGE = N_("Open the page first.")
NOTHING = N_("There is nothing here.")
CLOSED = N_("This link is of a page that is closed. Take it from the page again.")
FOR_EVER = "private, max-age=31536000, immutable"


def routes() -> list[BaseRoute]:
    """The routes that come before Solara's."""
    return [
        Route("/resourcez", nothing),
        Route("/tape/{token}", recording),
        Route("/export/{name}", export),
        Route("/evidence/{name}", evidence),
        Route("/handout/{name}", handout),
        *county_routes(),
        *room_routes(),
        *film_routes(),
        Route("/assets/vega.js", vega),
        Route("/assets/{path:path}", asset),
    ]


async def nothing(request: Request) -> Response:
    return refused(request, 404, NOTHING)


async def recording(request: Request) -> Response:
    """A resource of a recording for a page that we gave its URL; fetching renews the lease of its request."""
    if not is_page(request):
        return refused(request, 403, NO_PAGE)
    person = request.query_params.get("person", "")[:80]
    token = request.path_params["token"]
    if the_broker().kind_of(token) == "result" and _hides_from(request):
        return refused(request, 403, WITHHELD)
    answer = the_broker().fetch(token, person, _chunk(request.query_params.get("at")))
    if answer.content is None and "error" in answer.body:
        return refused(request, answer.status, str(answer.body["error"]))
    if answer.content is None:
        return _json(answer.body, answer.status)
    tag = f'"{checksum(answer.content).hex()}"'
    headers = {"cache-control": FOR_EVER, "etag": tag, "vary": "cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(answer.content, headers=headers, media_type="application/octet-stream")


async def export(request: Request) -> Response:
    """The calls of both worlds, as far as they are computed."""
    if not is_page(request):
        return refused(request, 403, NO_PAGE)
    if _hides_from(request):
        return refused(request, 403, WITHHELD)
    token, _, form = request.path_params["name"].partition(".")
    comparison = the_broker().exported(token)
    if comparison is None or form not in FORMS:
        return refused(request, 410, CLOSED)
    content = await asyncio.to_thread(calls_file, the_broker().store, comparison, form)
    named = attachment(file_name(comparison, form))
    headers = {"content-disposition": named, "cache-control": "no-store"}
    return Response(content, headers=headers, media_type=FORMS[form])


async def evidence(request: Request) -> Response:
    """What speaks for and against a hypothesis, as a page of its own."""
    if not is_page(request):
        return refused(request, 403, NO_PAGE)
    if _hides_from(request):
        return refused(request, 403, WITHHELD)
    language = language_of(request.scope, headers_of(request.scope))
    text = await asyncio.to_thread(evidence_page, request.path_params["name"], language)
    if text is None:
        return await nothing(request)
    return HTMLResponse(text, headers={"cache-control": "no-store"})


async def handout(request: Request) -> Response:
    """A lesson to print; with its notes only for the session that leads a room."""
    # templates: the page opens without them
    from jiaosuo.dashboard.lessons import handout as printed

    if not is_page(request):
        return refused(request, 403, NO_PAGE)
    name = request.path_params["name"]
    if name not in LESSONS:
        return await nothing(request)
    language = language_of(request.scope, headers_of(request.scope))
    leads = "notes" in request.query_params and _leads(request)
    text = await asyncio.to_thread(printed.handout, LESSONS[name], language, leads=leads)
    return HTMLResponse(text, headers={"cache-control": "no-store"})


async def vega(request: Request) -> Response:
    """The very Vega for which our charts are written, bundled once and kept in the user's cache."""
    file = await asyncio.to_thread(vega_bundle)
    return FileResponse(file, media_type="text/javascript", headers={"cache-control": "no-cache"})


def vega_bundle() -> Path:
    """The bundle's file, made where it is not there yet."""
    name = f"vega-{version('vl-convert-python')}-{version('altair')}.js"
    folder = default_folder().parent / "scripts"
    file = folder / name
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        bundle: Any = vl_convert.javascript_bundle
        put_text(file, bundle(), durable=False)
    return file


async def asset(request: Request) -> Response:
    """A file of the player or of the page's look."""
    file = asset_file(request.path_params["path"])
    if file is None:
        return await nothing(request)
    content, tag = _read(file, file.stat().st_mtime_ns)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"etag": tag})
    return Response(
        content, headers={"cache-control": "no-cache", "etag": tag}, media_type=KINDS[file.suffix]
    )


@lru_cache(maxsize=256)
def _read(file: Path, changed: int) -> tuple[bytes, str]:
    """A small file as it was when last changed, with its tag: kept, for a page asks for twenty."""
    content = file.read_bytes()
    return content, f'"{checksum(content).hex()}"'


def asset_file(path: str) -> Path | None:
    """The file of that name in one of our folders; None for what is not there or must stay inside."""
    for folder in FOLDERS:
        file = (folder / path.removeprefix("player/")).resolve()
        if file.suffix in KINDS and file.is_relative_to(folder.resolve()) and file.is_file():
            return file
    return None


def _hides_from(request: Request) -> bool:
    """Whether a room of this session keeps the outcomes back."""
    return the_registry().hides_from(fingerprint(request.cookies.get(SESSION_COOKIE, "")))


def _leads(request: Request) -> bool:
    """Whether this session leads the room that it is in."""
    who = fingerprint(request.cookies.get(SESSION_COOKIE, ""))
    room = the_registry().of(who)
    return room is not None and room.is_led_by(who)


def _chunk(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 7 else None


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})
