"""docs/glossary.md is what the enums and declarations say today: every word once, with its Chinese."""

import enum
import re
from pathlib import Path

from typer.testing import CliRunner

from jiaosuo.experiments.catalogue.glossary_page import ENUMS, page, sections
from jiaosuo.experiments.cli import app
from jiaosuo.model.core import terms
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS, RULES

FILE = Path(__file__).parents[2] / "docs" / "glossary.md"
FOR_CODE_ALONE = {
    "Area", "LandClass", "RoadClass", "Apportion", "Needs", "Basis", "HandlingLaw", "EventKind", "WorkBasis",
    "WorkPlace", "WorkFor",
}  # fmt: skip
"""Enums whose members are plain words, or which no reader meets outside the code."""


def test_the_page_is_what_the_command_writes():
    assert FILE.read_text(encoding="utf-8") == page(), "jiaosuo glossary --out docs/glossary.md"


def test_every_enum_is_in_it_or_said_to_be_for_code_alone():
    enums = {name for name, each in vars(terms).items() if isinstance(each, enum.EnumType)} - {"IntEnum"}
    told = {type(next(iter(members))).__name__ for members in ENUMS.values()}
    assert told | FOR_CODE_ALONE == enums
    assert all(list(members) == list(type(next(iter(members)))) for members in ENUMS.values())


def test_every_word_stands_once_with_its_chinese_and_its_line():
    rows = [row for said in sections().values() for row in said]
    words = [word for word, *_ in rows]
    assert sorted(words) == sorted(set(words))
    for word, chinese, _, meaning in rows:
        assert re.search(r"[\u4e00-\u9fff]", chinese), f"{word} has no Chinese"
        assert meaning


def test_rules_kinds_and_outcomes_are_in_it():
    rows = [row for said in sections().values() for row in said]
    codes = {code for *_, code, _ in rows}
    assert {*RULES, *MAPS, *KINDS} <= codes
    beginnings = tuple(code.removesuffix("...") for code in codes if code)
    assert all(name.startswith(beginnings) for name in OUTCOMES)


def test_the_command_writes_the_page_and_refuses_what_is_no_page(tmp_path):
    file = tmp_path / "words.md"
    assert CliRunner().invoke(app, ["glossary", "--out", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8") == page()
    refused = CliRunner().invoke(app, ["glossary", "--out", str(tmp_path / "words.txt")])
    assert isinstance(refused.exception, InputError)
