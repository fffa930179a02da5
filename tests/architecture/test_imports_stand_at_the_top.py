"""Imports stand at the top of a file; one inside a function has its reason beside it."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
FILES = sorted(
    file for room in ("model", "experiments", "dashboard") for file in (HOUSE / room).rglob("*.py")
)


def without_a_reason(source):
    """Lines of the first import of each function that has no comment in, above or below its imports."""
    lines = source.split("\n")
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [each for each in function.body if isinstance(each, ast.Import | ast.ImportFrom)]
            if inside and "#" not in "\n".join(lines[inside[0].lineno - 2 : inside[-1].end_lineno + 1]):
                yield inside[0].lineno


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(HOUSE).as_posix())
def test_an_import_inside_a_function_says_why(file):
    assert list(without_a_reason(file.read_text(encoding="utf-8"))) == []


def test_the_search_finds_what_it_looks_for():
    bare = "def f():\n    import json\n\n    return json\n"
    assert list(without_a_reason(bare)) == [2]
    assert list(without_a_reason(bare.replace("json\n\n", "json  # heavy\n\n"))) == []
