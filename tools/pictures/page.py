"""The README's pictures of the page: `python -m tools.pictures.page` remakes both, in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jiaosuo.dashboard.web.listening import answers

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ENGINE = "document.querySelector('.player')?.engine"
SECONDS = 600
"""Most that a picture may take: all worlds of the verdict are run for the second."""

PLAYED = "story=zigui&lang=en", 2 * 1_440 + 1_110
"""The opening story, on its third day at half past six in the evening."""
WEIGHED = (
    "place=county-town&days=3&seed=1&left=separate&right=integrated&focus=clear_mean_traffic_urban&lang=zh"
)
"""What one values, in Chinese, where it decides."""
MARGIN = 20


def make() -> None:
    """Start the page, take both pictures, end it."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("jiaosuo: the pictures of the page need Chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright, serving(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        view = browser.new_page(viewport={"width": 1280, "height": 720}, device_scale_factor=1.5)
        view.set_default_timeout(1_000 * SECONDS)
        _played(view, address)
        _weighed(view, address)


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """The address of a server of the page, which ends with the block."""
    server, address = _served(folder)
    try:
        yield address
    finally:
        server.terminate()
        server.wait(15)


def _served(folder: str) -> tuple[subprocess.Popen[bytes], str]:
    """The page's server on a port of its own, with a store of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jiaosuo.dashboard.cli",
        "dashboard",
        "--no-browser",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, env=os.environ | {"JIAOSUO_TAPES": folder})
    ends = time.monotonic() + SECONDS
    while not answers(f"http://127.0.0.1:{port}/healthz"):
        if server.poll() is not None or time.monotonic() > ends:
            sys.exit("jiaosuo: the page did not start")
        time.sleep(0.2)
    return server, f"http://127.0.0.1:{port}/"


def _played(view: Any, address: str) -> None:
    """Two worlds at one moment of the opening story, below what all worlds say."""
    query, minute = PLAYED
    view.goto(f"{address}?{query}&at={minute}")
    view.wait_for_function(f"!document.getElementById('preview') && {ENGINE}?.frames > 0")
    view.click(".tour-offer button >> nth=-1")
    view.wait_for_selector(".score-verdict:not(.coming)")
    view.evaluate(f"{ENGINE}.pause(); {ENGINE}.seek({minute})")
    view.wait_for_timeout(2_000)
    view.screenshot(path=FOLDER / "page-two-worlds.png")


def _weighed(view: Any, address: str) -> None:
    """The verdict with its weights."""
    view.goto(f"{address}?{WEIGHED}")
    view.locator(".verdict .value .sentence").first.wait_for()
    view.locator(".verdict .more summary").click()
    box = view.locator(".verdict").bounding_box()
    edges = {"x": max(0, box["x"] - MARGIN), "y": box["y"] - MARGIN + view.evaluate("scrollY")}
    size = {"width": box["width"] + 2 * MARGIN, "height": box["height"] + 2 * MARGIN}
    view.screenshot(path=FOLDER / "page-verdict.png", full_page=True, clip=edges | size)


if __name__ == "__main__":
    make()
