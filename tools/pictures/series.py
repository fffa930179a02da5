"""A visit to the page as pictures some ten seconds apart: `python -m tools.pictures.series --out FOLDER`.

Somebody opens the page, drags urbanization from 10 to 90 %, lets twenty years pass in which vehicles grow by
12 % a year, and reads where the rules cross. In both languages, unless `--language` names one. The pictures
are for whoever looks at the page's design: they are not kept with the program.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.pictures.page import ENGINE, FLAGS, SECONDS, serving

LANGUAGES = {"en": "en", "zh": "zh_CN"}
OPENING = "story=zigui"
"""What the visitor comes with, unless `--query` says otherwise: the opening story."""
APART = 10
"""Seconds between two pictures while the page plays or its worlds come in."""
LEVER, FROM, TO = "urbanization", 0.1, 0.9
GROWTH, YEARS = 12, 20
DRAG_STEPS, DRAG_SECONDS = 40, 8.0
SIZES = {"laptop": (1280, 720), "phone": (390, 844)}
SETTLED = "document.querySelector('.score-verdict:not(.coming)')"


class Series:
    """The pictures of one visit, numbered, each with the seconds since the page was opened."""

    def __init__(self, view: Any, folder: Path) -> None:
        self.view, self.folder, self.number, self.since = view, folder, 0, time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, what: str) -> None:
        """The window as it is now."""
        self.number += 1
        seconds = round(time.monotonic() - self.since)
        self.view.screenshot(path=self.folder / f"{self.number:02d}-{seconds:03d}s-{what}.png")

    def watch(self, what: str, times: int, until: str = "") -> None:
        """So many pictures, APART seconds from one to the next; fewer, once `until` holds on the page."""
        for _ in range(times):
            self.view.wait_for_timeout(1_000 * APART)
            self.take(what)
            if until and self.view.evaluate(f"!!({until})"):
                return


def make(out: Path, languages: list[str], query: str, size: str, most: int) -> None:
    """Start the page, make the visits, end it."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("jiaosuo: the pictures of the page need Chromium")
    with TemporaryDirectory() as folder, sync_playwright() as playwright, serving(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for language in languages:
            with _window(browser, size) as view:
                view.goto(f"{address}?{query}&lang={LANGUAGES[language]}")
                _visit(view, Series(view, out / language), most)


@contextmanager
def _window(browser: Any, size: str) -> Iterator[Any]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone")
    context.set_default_timeout(1_000 * SECONDS)
    try:
        yield context.new_page()
    finally:
        context.close()


def _visit(view: Any, series: Series, most: int) -> None:
    """The whole visit; `most` pictures of each wait."""
    view.wait_for_function(f"!document.getElementById('preview') && {ENGINE}?.frames > 0")
    series.take("opened")
    series.watch("playing", 2)
    _drag(view, series)
    series.watch("settling", most, SETTLED)
    _grow(view, series)
    series.watch("years", most, "document.querySelector('.axis-curve')")
    _read(view, series)


def _drag(view: Any, series: Series) -> None:
    """The lever from one end to the other on the curve's own slider, a picture on the way."""
    view.locator(".bench .hand-name select").select_option(LEVER)
    slider = view.locator(".hand-slider")
    slider.scroll_into_view_if_needed()
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2

    def at(value: float) -> float:
        return float(box["x"] + 8 + (box["width"] - 16) * (value - low) / (high - low))

    view.mouse.move(at(FROM), y)
    view.mouse.down()
    for step in range(DRAG_STEPS + 1):
        view.mouse.move(at(FROM + (TO - FROM) * step / DRAG_STEPS), y)
        view.wait_for_timeout(1_000 * DRAG_SECONDS / DRAG_STEPS)
        if step in (0, DRAG_STEPS // 2):
            series.take("dragging")
    view.mouse.up()
    series.take("let-go")


def _grow(view: Any, series: Series) -> None:
    """Twenty years of growth, played."""
    view.locator(".transport .modes button").last.click()
    view.locator(".all-levers").click()
    for details in view.locator(".levers details:not([open]) > summary").all():
        details.click()
    for lever, value in (("vehicle_growth", GROWTH), ("years", YEARS)):
        field = view.locator(f".lever:has(#lever-{lever}) input[type=number]")
        field.fill(str(value))
        field.press("Enter")
        view.wait_for_timeout(1_500)
        series.take(f"lever-{lever}")
    view.evaluate("scrollTo(0, 0)")
    view.evaluate(f"{ENGINE}.seek(0); {ENGINE}.play()")
    series.take("years-begin")


def _read(view: Any, series: Series) -> None:
    """Where the rules cross: over the years, and over the lever."""
    for name, place in (
        ("crossing-years", ".axis-curve"),
        ("crossing-lever", ".bench"),
        ("verdict", ".verdict"),
    ):
        found = view.locator(place).first
        if found.count():
            found.scroll_into_view_if_needed()
            view.wait_for_timeout(800)
            series.take(name)


def main() -> None:
    """Read the command line."""
    read = argparse.ArgumentParser(prog="python -m tools.pictures.series", description=__doc__)
    read.add_argument(
        "--out", type=Path, required=True, help="folder for the pictures, one below for each language"
    )
    read.add_argument("--language", choices=[*LANGUAGES, "both"], default="both")
    read.add_argument("--query", default=OPENING, help=f"what the page opens with (default: {OPENING})")
    read.add_argument("--size", choices=SIZES, default="laptop")
    read.add_argument("--most", type=int, default=6, help="pictures of each wait at most (default: 6)")
    given = read.parse_args()
    languages = list(LANGUAGES) if given.language == "both" else [given.language]
    make(given.out, languages, given.query, given.size, given.most)


if __name__ == "__main__":
    main()
