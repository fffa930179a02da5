"""`jiaosuo`: the command line of the experiments, with the page and its doctor beside.

A command imports what it runs when it runs, so that help costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from jiaosuo.dashboard.network import DRAIN, PAGES, PAGES_PER_ADDRESS
from jiaosuo.experiments.cli import app, main
from jiaosuo.experiments.cli.options import AsJson, Days, Jobs, Lang, Preset, Seed, Set, Staffing

__all__ = ["app", "main"]


@app.command()
def dashboard(
    mine: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLACE]",
            help="The place it opens with: shipped, kept by the page, or a folder or scenario file.",
        ),
    ] = None,
    port: Annotated[str, typer.Option(help="Port to listen on; 0: any that is free.")] = "8765",
    host: Annotated[
        str, typer.Option(help="Address to listen on; one that others can reach needs a token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(
            help="Secret that opens the page: ask for http://HOST:PORT/?token=SECRET once. Whoever lists the "
            "processes of this machine sees it; not so --token-file and the variable JIAOSUO_TOKEN."
        ),
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File with that secret in its first line.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    workers: Annotated[
        str, typer.Option(help="Worker processes; 0: as many as there are processors, at most four.")
    ] = "0",
    open_: Annotated[
        str, typer.Option("--open", metavar="QUERY", help="What the page opens with, such as story=NAME.")
    ] = "",
    place: Annotated[str | None, typer.Option(help="As PLACE.")] = None,
    pages: Annotated[
        str,
        typer.Option(help="Pages open at a time, at most; `jiaosuo doctor` says what this machine bears."),
    ] = str(PAGES),
    pages_per_address: Annotated[
        str, typer.Option(help="And from one address, behind which a whole class may stand.")
    ] = str(PAGES_PER_ADDRESS),
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="Proxy whose word is taken on who asks (X-Forwarded-For and the like): an address or a "
            "network; may be repeated.",
        ),
    ] = None,
    public: Annotated[
        str,
        typer.Option(
            metavar="URL", help="Address that others type, where a proxy stands before: https://NAME"
        ),
    ] = "",
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH", help="Path below which a proxy shows the page: /lab for https://NAME/lab/"
        ),
    ] = "",
    certfile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Certificate (PEM) with which the page itself speaks HTTPS."),
    ] = None,
    keyfile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its private key (PEM), without a password.")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder in which rooms are kept, to be there again after a restart."
        ),
    ] = None,
    drain: Annotated[
        str,
        typer.Option(
            metavar="SECONDS",
            help="On SIGTERM no new pages are taken, and open ones have so long; 0: no time.",
        ),
    ] = str(DRAIN),
    log_format: Annotated[
        str | None,
        typer.Option(
            metavar="json|text",
            help="Write a line for each request and event to standard error, without tokens, codes or names.",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """Open the page: two worlds side by side, levers to move, efficiency emerging."""
    # `--help` must not pay for this
    from jiaosuo.dashboard.web.certificate import read_certificate
    from jiaosuo.dashboard.web.entry import given_token
    from jiaosuo.dashboard.web.front import read_front
    from jiaosuo.dashboard.web.logs import read_form
    from jiaosuo.dashboard.web.opening import asked_for
    from jiaosuo.dashboard.web.seats import Capacity
    from jiaosuo.dashboard.web.server import Service, check, serve
    from jiaosuo.experiments.inputs.assignments import whole

    secret, number, count = given_token(token, token_file), whole("port", port), whole("workers", workers)
    capacity = Capacity(whole("pages", pages), whole("pages-per-address", pages_per_address))
    front = read_front(proxy or (), public, root_path)
    certificate = read_certificate(certfile, keyfile)
    service = Service(certificate, whole("drain", drain), read_form(log_format), state)
    check(
        host, number, secret, count, capacity, front, service
    )  # before a place is read, which takes seconds
    named, rest = asked_for(mine, place, open_)
    with _place_beside(named) as called:
        words = [f"place={quote(called)}"] if called else []
        serve(
            host=host,
            port=number,
            token=secret,
            workers=count,
            query="&".join([*words, *filter(None, [rest])]),
            browser=browser,
            capacity=capacity,
            front=front,
            service=service,
        )


@contextmanager
def _place_beside(place: str | None) -> Iterator[str]:
    """A place that the page opens with, while it is served; what it is called there, empty without one."""
    if place is None:
        yield ""
        return
    # `--help` must not pay for this
    from jiaosuo.dashboard.county.measuring import measured
    from jiaosuo.experiments.places.named import opened_beside

    with opened_beside(place) as called:
        measured(called)
        yield called


@app.command()
def doctor(
    port: Annotated[str, typer.Option(help="Port that the page will listen on.")] = "8765",
    host: Annotated[str, typer.Option(help="Address that the page will listen on.")] = "127.0.0.1",
    workers: Annotated[str, typer.Option(help="Worker processes that the page will have.")] = "0",
    pages: Annotated[str, typer.Option(help="Pages that may be open at a time.")] = str(PAGES),
    pages_per_address: Annotated[str, typer.Option(help="And from one address.")] = str(PAGES_PER_ADDRESS),
    quick: Annotated[
        bool, typer.Option("--quick", help="Look only: no county is run and no page is asked for.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Is this machine ready for a class? What is well, what is not, what to do, which address to give."""
    # `--help` must not pay for this
    from jiaosuo.dashboard.doctor import examine
    from jiaosuo.dashboard.doctor.machine import local_addresses
    from jiaosuo.dashboard.doctor.render import as_json as written
    from jiaosuo.dashboard.doctor.render import show
    from jiaosuo.dashboard.web.seats import Capacity
    from jiaosuo.dashboard.web.server import check
    from jiaosuo.experiments.inputs.assignments import whole
    from jiaosuo.model.core.words import language

    language_, number, count = language(lang), whole("port", port), whole("workers", workers)
    capacity = Capacity(whole("pages", pages), whole("pages-per-address", pages_per_address))
    check("127.0.0.1", number, None, count, capacity)
    findings = examine(host, number, count, quick, capacity.pages, capacity.pages_per_address)
    if as_json:
        text, ready = written(findings, language_, [f"http://{each}:{number}/" for each in local_addresses()])
        print(text)
    else:
        ready = show(findings, language_)
    if not ready:
        raise typer.Exit(1)


@app.command()
def lesson(
    name: Annotated[str | None, typer.Argument(help="A lesson; without one, all are listed.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for its figures (SVG, PNG).")
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="A place, or a folder or .toml file of one's own, that it plays in where it can."),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Its notes for who leads, step by step; no world is run.")
    ] = False,
    handout: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write it to be printed on A4, with --notes for who leads."),
    ] = None,
    link: Annotated[str, typer.Option(metavar="ADDRESS", help="Of the page: a QR code on the handout.")] = "",
    lang: Lang = None,
    jobs: Jobs = "0",
) -> None:
    """List the lessons, or tell one with what came out; its worlds are kept for the page."""
    # `--help` must not pay for this
    from jiaosuo.dashboard.lessons.command import Paper, run
    from jiaosuo.experiments.cli.options import read_workers

    with _place_beside(place) as county:
        run(name, out, lang, read_workers(jobs), county=county, paper=Paper(notes, handout, link))


@app.command()
def export(
    preset: Preset,
    rules: Annotated[
        str,
        typer.Option(
            metavar="A,B", help="The two rules or maps that play side by side, the first to compare against."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="The file to write.")],
    days: Days = None,
    replications: Annotated[str, typer.Option(help="Worlds of the verdict; the first of them plays.")] = "20",
    seed: Seed = "0",
    staffing: Staffing = None,
    set_: Set = None,
    jobs: Jobs = "0",
    lang: Lang = None,
) -> None:
    """Write one HTML file to send: two worlds that play, with their verdict; no server, no network."""
    # `--help` must not pay for this
    from jiaosuo.dashboard.sending.command import Request, run
    from jiaosuo.experiments.cli.options import read_workers
    from jiaosuo.experiments.inputs.assignments import whole
    from jiaosuo.model.core.words import language

    worlds, workers = whole("replications", replications), read_workers(jobs)
    request = Request(preset, rules, out, days, worlds, seed, staffing, tuple(set_ or ()), workers)
    run(request, language(lang))


if __name__ == "__main__":
    main()
