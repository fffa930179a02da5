"""The one browser of a test session: Playwright starts once in a thread, so every file shares it.

Without Chromium or Playwright the tests that ask for it skip with one line; without Chromium they fail where
`CI` is set.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip

LONGEST_WAIT = 60_000
"""What a page is given to come to show what it must (ms): a busy machine is slow, never wrong."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium for the tests of the page")
        pytest.skip("no Chromium: the page is not tested in a browser here")
    playwright_api = pytest.importorskip("playwright.sync_api")
    playwright_api.expect.set_options(timeout=LONGEST_WAIT)
    with playwright_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()
