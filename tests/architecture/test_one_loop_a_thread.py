"""A browser's driver leaves a loop in its thread: a test that starts one more falls by the order of tests."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
OWN = {"sync_playwright": "tests/browser.py", "asyncio.run": "tests/coroutines.py"}
"""What starts a loop in the present thread, and the file that may."""


def begun(source):
    """(line, what) of each call that starts a loop in the present thread."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in OWN:
            yield node.lineno, ast.unparse(node.func)


FILES = [file.relative_to(TESTS.parent).as_posix() for file in sorted(TESTS.rglob("*.py"))]


@pytest.mark.parametrize("name", FILES)
def test_no_test_starts_a_loop_or_a_driver_of_its_own(name):
    source = (TESTS.parent / name).read_text(encoding="utf-8")
    found = [(line, what) for line, what in begun(source) if OWN[what] != name]
    assert not found, f"{name} {found}: ask for the fixture `browser`, or use tests/coroutines.py"


def test_the_search_finds_what_it_looks_for():
    assert list(begun("with sync_playwright() as each:\n    pass\n")) == [(1, "sync_playwright")]
    assert list(begun("import asyncio\n\nasyncio.run(work())\n")) == [(3, "asyncio.run")]
    assert not list(begun("in_own_loop(work())\n"))
