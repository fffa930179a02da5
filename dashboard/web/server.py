"""The server: our own routes and the guard first, then Solara; one process, started by our command line."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import os
import signal
import threading
import time
import warnings
import webbrowser
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from jiaosuo.dashboard import link
from jiaosuo.dashboard.county.keeping import begin_for_rooms
from jiaosuo.dashboard.county.reader import the_reader
from jiaosuo.dashboard.jobs.broker import Broker, set_broker
from jiaosuo.dashboard.jobs.worker_pool import MOST_WORKERS
from jiaosuo.dashboard.network import DRAIN, LOOPBACK
from jiaosuo.dashboard.playback.makers import MAKERS
from jiaosuo.dashboard.player import MODULES
from jiaosuo.dashboard.rooms.address import Address, set_address
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.web import logs, pending_pages
from jiaosuo.dashboard.web.access_log import AccessLog
from jiaosuo.dashboard.web.budget import LARGEST_MESSAGE, WAITING_MESSAGES
from jiaosuo.dashboard.web.certificate import Certificate
from jiaosuo.dashboard.web.draining import LONGEST_DRAIN, DrainingServer
from jiaosuo.dashboard.web.entry import Entry
from jiaosuo.dashboard.web.front import Front
from jiaosuo.dashboard.web.guard import Guard
from jiaosuo.dashboard.web.health import Health
from jiaosuo.dashboard.web.listening import files_to_open, listening, resolved
from jiaosuo.dashboard.web.pages import keep_cookies_below
from jiaosuo.dashboard.web.preview import first_picture, with_browser_script, with_first
from jiaosuo.dashboard.web.punctual import PunctualProtocol
from jiaosuo.dashboard.web.refusal import refused
from jiaosuo.dashboard.web.routes import routes, vega_bundle
from jiaosuo.dashboard.web.seats import MOST_PAGES, Capacity, Seats
from jiaosuo.dashboard.web.solara_setup import language_tag, prepare, prepare_page
from jiaosuo.dashboard.web.state_file import StateFile
from jiaosuo.dashboard.web.state_keeper import StateKeeper
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import LANGUAGES, N_

SECONDS_TO_END = 3

LATE = ("jiaosuo.model.theory.staffing", "scipy.stats")
"""What the theory line and the verdict load when they are first asked for: some 30 MB."""

NOT_YOURS = N_("This is not your page.")

LONGEST_HEAD = 64 * 1_024
"""Bytes of a request before its body."""


@dataclass(frozen=True)
class Service:
    """How the server is run where it stays: all of it may be left out.

    `certificate`: with which it speaks HTTPS itself. `drain`: seconds that open pages have on SIGTERM.
    `log_form`: json, text, or empty for no lines. `state`: the folder in which rooms are kept.
    """

    certificate: Certificate | None = None
    drain: int = DRAIN
    log_form: str = ""
    state: Path | None = None


def application(base_url: str, root_path: str = "", health: Health | None = None) -> Starlette:
    """Our routes, then Solara's with its lifespan passed on; root_path: below which browsers find them."""
    prepare(base_url, root_path)
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    # Solara reads its settings as it is imported, so all of it comes after `prepare`
    import solara.server.settings
    import solara.server.starlette as solara_server
    from solara.server import kernel_context
    from solara.server.cdn_helper import cdn_url_path
    from solara.server.server import COOKIE_KEY_SESSION_ID

    from jiaosuo.dashboard.web import page_socket

    page_socket.install()

    async def page(request: Request) -> Response:
        shown: Any = await solara_server.root(request)
        if shown.headers.get("content-type", "").startswith("text/html"):
            language = language_tag(
                request.query_params.get("lang"), request.headers.get("accept-language", "")
            )
            plays = pending_pages.add(pending_pages.session_of(request, shown))
            picture = await asyncio.to_thread(first_picture, request.url.query, language, plays)
            prepared = prepare_page(shown.body.decode(), language, MODULES, ("player.css",), root_path)
            shown.body = with_browser_script(with_first(prepared, picture), language).encode()
            shown.headers["content-length"] = str(len(shown.body))
            keep_cookies_below(shown, root_path)
        return shown

    def close(request: Request) -> Response:
        """Solara's own takes the word of whoever knows a kernel's name; here the session must be the same."""
        context = kernel_context.contexts.get(request.path_params["kernel_id"])
        if context is None or request.cookies.get(COOKIE_KEY_SESSION_ID) != context.session_id:
            return refused(request, 403, NOT_YOURS)
        page = request.query_params.get("session_id", "")
        if page not in context.page_status:
            return refused(request, 403, NOT_YOURS)
        context.page_close(page)
        return PlainTextResponse("")

    cdn = StaticFiles(directory=solara.server.settings.assets.proxy_cache_dir, check_dir=False)
    all_routes = [
        *(health or Health()).routes(),
        *routes(),
        Route("/", page),
        Route("/_solara/api/close/{kernel_id}", close, methods=["POST"]),
        Mount(f"/{cdn_url_path}", cdn),
        Mount("/", solara_server.app),
    ]
    return Starlette(routes=all_routes, lifespan=solara_server.lifespan)


def serve(
    host: str = "127.0.0.1",
    port: int = 8765,
    token: str | None = None,
    workers: int = 0,
    query: str = "",
    browser: bool = True,
    capacity: Capacity = Capacity(),  # noqa: B008 - it is frozen
    front: Front = Front(),  # noqa: B008 - it is frozen
    service: Service = Service(),
) -> None:
    """Serve the page until Ctrl-C or SIGTERM; InputError for an address that would let strangers in.

    capacity: how many pages it has room for. front: what stands before it. service: how it is run.
    """
    check(host, port, token, workers, capacity, front, service)
    logs.begin(service.log_form)
    kept = StateFile(service.state) if service.state else None
    files_to_open()
    sockets = listening(host, port)
    plugins.seal()  # nothing that comes in loads a file; before this, whoever was refused may still load one
    port = sockets[0].getsockname()[1]
    address = Address(host, port, token, front.public, front.root_path, service.certificate is not None)
    set_address(address)
    rooms = (
        contextlib.nullcontext() if token is None else begin_for_rooms()
    )  # before workers, who find it too
    keeper = StateKeeper(kept, the_registry(), token is not None) if kept else None
    if keeper:
        keeper.restore()
    broker = Broker(workers=workers).start()
    set_broker(broker)
    vega_bundle()
    seats = Seats(capacity.pages, capacity.pages_per_address, *kept_pages())
    health = Health(seats, lambda: broker.pool.alive, (lambda: keeper.is_kept) if keeper else None)
    app = application(f"{address.scheme}://{host}:{port}{front.root_path}/", front.root_path, health)
    guard = Guard(app, () if token else LOOPBACK, token, seats, front)
    config = uvicorn.Config(
        AccessLog(guard, front, seats) if service.log_form else guard,
        log_level="warning",
        **_as_asked(service),
        access_log=False,
        http=PunctualProtocol,  # of h11: the other parser keeps an address of any length, and stands still
        h11_max_incomplete_event_size=LONGEST_HEAD,
        ws_max_size=LARGEST_MESSAGE,
        ws_max_queue=WAITING_MESSAGES,
        proxy_headers=False,  # the guard believes proxies that were declared, and no others
        timeout_graceful_shutdown=SECONDS_TO_END,
        server_header=False,
    )
    server = DrainingServer(config, seats, service.drain)
    opening = Opening(address, guard.entry, query)
    threading.Thread(target=_warm_up, args=(broker, query), daemon=True).start()
    threading.Thread(target=_end_anyway, args=(server, keeper), daemon=True).start()
    announced = (server, opening, browser, bool(service.log_form))
    threading.Thread(target=_announce, args=announced, daemon=True).start()
    if keeper:
        keeper.start()
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when it has closed: then we go on
    try:
        with rooms, contextlib.closing(keeper) if keeper else contextlib.nullcontext():
            server.run(sockets)  # the keeper looks a last time while the counties of rooms are still there
    finally:
        logs.event("ended")
        broker.close()
        the_reader().close()


def _as_asked(service: Service) -> dict[str, Any]:
    """What uvicorn is told of a certificate, and that it leaves the form of log lines to us."""
    told: dict[str, Any] = {"log_config": None} if service.log_form else {}
    if service.certificate is not None:
        told |= {"ssl_certfile": service.certificate.certfile, "ssl_keyfile": service.certificate.keyfile}
    return told


def kept_pages() -> tuple[Callable[[], Collection[str]], Callable[[str], None]]:
    """The names of the pages that Solara keeps, and how one is let go."""

    def let_go(name: str) -> None:
        from solara.server import kernel_context  # after `prepare`, see `application`

        context = kernel_context.contexts.get(name)
        if context is not None:  # beside the event loop: all that the page has made is closed
            threading.Thread(target=context.close, args=("cull",), daemon=True).start()

    def alive() -> Collection[str]:
        from solara.server import kernel_context  # after `prepare`, see `application`

        return list(kernel_context.contexts)

    return alive, let_go


def _end(*_: object) -> None:
    raise SystemExit(0)


def _end_anyway(server: uvicorn.Server, keeper: StateKeeper | None) -> None:
    """End the process if pages that are still open keep the server from ending; workers follow it."""
    while not server.should_exit:
        time.sleep(0.1)
    time.sleep(SECONDS_TO_END + 1)
    if keeper:
        keeper.look()
    os._exit(0)


def check(
    host: str,
    port: int,
    token: str | None,
    workers: int = 0,
    capacity: Capacity = Capacity(),  # noqa: B008 - it is frozen
    front: Front = Front(),  # noqa: B008 - it is frozen
    service: Service = Service(),
) -> None:
    """Refuse a port that is none, and an address others can reach where no token keeps them out."""
    if not 0 <= port <= 65_535:
        raise InputError("port", port, "must be a whole number from 0 to 65535")
    if not 0 <= workers <= MOST_WORKERS:
        raise InputError("workers", workers, f"must be a whole number from 0 to {MOST_WORKERS}")
    for field, pages in (
        ("pages", capacity.pages),
        ("pages-per-address", capacity.pages_per_address),
    ):
        if not 1 <= pages <= MOST_PAGES:
            raise InputError(field, pages, f"must be a whole number from 1 to {MOST_PAGES}")
    if not 0 <= service.drain <= LONGEST_DRAIN:
        raise InputError("drain", service.drain, f"must be a whole number from 0 to {LONGEST_DRAIN}")
    resolved(host)
    if host not in LOOPBACK and not token:
        raise InputError("host", host, "others can reach that address: give a --token, or stay on 127.0.0.1")
    if token is not None and (len(token) < 12 or not token.isprintable()):
        raise InputError("token", "***", "must be a secret of at least 12 characters")
    if not token and (front.public or front.proxies):
        field, value = ("public", front.public) if front.public else ("proxy", str(front.proxies[0]))
        raise InputError(field, value, "others reach the page by it: give a --token too")


def _warm_up(broker: Broker, query: str) -> None:
    """Begin with the picture that the page opens with, and have its charts written, before anybody asks.

    Then load what a page needs minutes later, so that nobody waits for it and memory stands from the start;
    and tell the collector that all this stays: it looks at what pages leave alone, in a third of the time.
    """
    from jiaosuo.dashboard.browser.chart_specs import specs  # Altair takes a second: beside the start

    broker.compute_ahead(link.read(query)[0].comparison)
    for language in LANGUAGES:
        first_picture(query, language)
    for language in LANGUAGES:
        specs(language)
    for makers in MAKERS.values():
        _ = makers.version
    for module in LATE:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Opening:
    """Where the page is found first: on this machine."""

    address: Address
    entry: Entry
    query: str

    def link(self, token: str | None) -> str:
        """The address with a token, or a key that opens once, and what the page opens with."""
        said = [f"token={quote(token, safe='')}"] if token else []
        words = "&".join([*said, *filter(None, [self.query])])
        return self.address.here() + (f"?{words}" if words else "")


def _announce(server: uvicorn.Server, opening: Opening, browser: bool, in_lines: bool) -> None:
    """Once the server answers, say where, and open it: a browser is given a key, for programs are seen.

    in_lines: as a line of the log, which has no token in it.
    """
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.05)
    token = opening.entry.token
    if in_lines:
        logs.event("started", address=opening.address.here(), needs_token=token is not None)
    else:
        print(f"The page is at {opening.link(token)}  (Ctrl-C ends it)", flush=True)
    if browser:
        webbrowser.open(opening.link(opening.entry.key_for_once() if token else None))
