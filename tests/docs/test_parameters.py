"""docs/parameters.md is what the declarations say today, and says of each number what it is worth."""

import re
from pathlib import Path

import pytest

from jiaosuo.experiments.catalogue.parameters_page import page, standing
from jiaosuo.experiments.cli import app
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.scenario import all_parameters

FILE = Path(__file__).parents[2] / "docs" / "parameters.md"


def row_of(name: str, text: str) -> str:
    """The one line of the page that begins with a name."""
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
    return row


def test_the_page_is_that_of_the_declarations() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "make parameters"


def test_every_number_has_one_row_with_all_that_is_declared() -> None:
    text = FILE.read_text(encoding="utf-8")
    for name, each in all_parameters().items():
        row = row_of(name, text)
        for wanted in (f"| {each.shown(each.default)} |", each.unit, each.meaning, each.source):
            assert wanted in row
        assert ("**weak**" in row) == each.weak


def test_a_row_worked_by_hand() -> None:
    each = Parameter("pace", 2, 1, 3, "km/h", "One | two", "K: Smith; A", True, "force", True)
    row = "| `pace` | 2 | 1 to 3, *whole* | km/h | One \\| two | known, assumption, **weak** | K: Smith; A |"
    text = page({"pace": each})
    assert row in text.splitlines()
    assert "1 numbers; 1 are assumptions wholly or in part; 1 are weak." in text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("F: Smith 1999", ("found",)),
        ("K", ("known",)),
        ("D: facts 3.23, K: Karlaftis 1999", ("known", "derived")),
        ("F: ez25.com, form A", ("found", "assumption")),
        ("A: form of K: Percy 1980", ("known", "assumption")),
        ("K: Clark 1951; assumption", ("known", "assumption")),
        ("assumption", ("assumption",)),
        ("model.md 4: .2-1", ("assumption",)),
        ("default of all kinds", ("assumption",)),
        ("preset", ("preset",)),
        ("calibrated once under the status quo", ("calibrated",)),
    ],
)
def test_what_a_source_is_worth(source: str, words: tuple[str, ...]) -> None:
    assert standing(source) == words


SAID = r"\b[FKDA]\b(?=[:;,]|$)|assumption|\bpreset\b|calibrated|^theory: |^default of all kinds( of work)?$"
"""A tag, or a word that says what a number is worth (a default of all kinds: see where they are declared)."""


def test_every_number_has_a_source_or_the_word_assumption() -> None:
    assert [name for name, each in all_parameters().items() if not re.search(SAID, each.source)] == []


def test_the_command_writes_the_page_and_refuses_what_is_no_page(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    file = tmp_path / "numbers.md"
    assert CliRunner().invoke(app, ["parameters", "--out", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8") == page()
    refused = CliRunner().invoke(app, ["parameters", "--out", str(tmp_path / "numbers.txt")])
    assert isinstance(refused.exception, InputError)
