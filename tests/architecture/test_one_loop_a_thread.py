"""A browser's driver leaves a loop in its thread: a test that starts one more falls by the order of tests."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
OWN = {"tests/browser.py", "tests/coroutines.py", "tests/dashboard/reverse_proxy.py"}
"""Files that may: the one browser, the one thread for coroutines, and a proxy in a thread of its own."""
BEGINS = {"sync_playwright", "asyncio.run", "run_until_complete", "Runner", "new_event_loop"}
"""What starts a loop in the present thread: by its last name, or with its module where that says little."""


def begun(source):
    """(line, what) of each call that starts a loop in the present thread, or import that hides one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if {name, name.rpartition(".")[2]} & BEGINS:
                yield node.lineno, name
        elif isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            yield node.lineno, "from asyncio import"


FILES = [file.relative_to(TESTS.parent).as_posix() for file in sorted(TESTS.rglob("*.py"))]


@pytest.mark.parametrize("name", FILES)
def test_no_test_starts_a_loop_or_a_driver_of_its_own(name):
    source = (TESTS.parent / name).read_text(encoding="utf-8")
    found = list(begun(source)) if name not in OWN else []
    assert not found, f"{name} {found}: ask for the fixture `browser`, or use tests/coroutines.py"


def test_the_search_finds_what_it_looks_for():
    for line in (
        "sync_playwright()", "api.sync_playwright()", "asyncio.run(work())",
        "loop.run_until_complete(work())", "asyncio.Runner()", "from asyncio import run",
    ):  # fmt: skip
        assert [at for at, _ in begun(f"import asyncio\n{line}\n")] == [2], line
    assert not list(begun("in_own_loop(work())\nsubprocess.run([])\n"))
