"""The register of faults is true: its tests are there, and docs/reliability.md holds its table."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.faults.register import ROWS, table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
BEGINS, ENDS = "<!-- register: begins -->\n", "\n<!-- register: ends -->"


@cache
def names(file: str) -> set[str]:
    """Functions and classes at the top of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.area}: {row.what}")
def test_every_row_is_shown_by_tests_that_are_there(row):
    assert row.tests
    for test in row.tests:
        file, name = test.split("::")
        assert name in names(file), test


def test_the_page_holds_the_register():
    text = PAGE.read_text(encoding="utf-8")
    said = text.split(BEGINS)[1].split(ENDS)[0]
    assert said == table(), "python -m tests.faults.test_register"


def test_no_row_stands_twice():
    assert len({(row.area, row.what) for row in ROWS}) == len(ROWS)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGINS)[0], text.split(ENDS)[1]
    PAGE.write_text(before + BEGINS + table() + ENDS + after, encoding="utf-8")
    sys.exit(0)
