"""A message says what is allowed ("must be a number from 0 to 1"), never that something "is wanted"."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
FOLDERS = ("model", "experiments", "dashboard")

WANTED = re.compile(r"\b(is|are) wanted\b")


def texts(source):
    """Every text in a module that is no docstring, with its line; the texts of an f-string too."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_message_says_that_something_is_wanted(folder):
    said = [
        f"{file.relative_to(HOUSE)}:{line}: {text}"
        for file in sorted((HOUSE / folder).rglob("*.py"))
        for line, text in texts(file.read_text(encoding="utf-8"))
        if WANTED.search(text)
    ]
    assert not said, "\n".join(said)


def test_the_search_finds_what_it_looks_for():
    source = 'def f(x):\n    """A docstring: a number is wanted."""\n    raise ValueError(f"{x} is wanted")\n'
    assert [line for line, text in texts(source) if WANTED.search(text)] == [3]
