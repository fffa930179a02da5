"""The command that remakes the Chinese catalogue, run as it is documented."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jiaosuo.dashboard.results import stored_studies
from jiaosuo.experiments.study_tools import pages
from jiaosuo.model.core import words
from tools import catalogue

ROOT = Path(__file__).parents[3]


def translations(text: str) -> dict[str, str]:
    return {str(each.id): str(each.string) for each in read_po(BytesIO(text.encode())) if each.id}


@pytest.fixture
def command() -> list[str]:
    """What `make catalogue` runs, as words.py tells whoever adds a message."""
    assert "make catalogue" in (words.__doc__ or "")
    recipe = re.search(r"^catalogue:.*\n\t\.venv/bin/python (.*)$", (ROOT / "Makefile").read_text(), re.M)
    assert recipe is not None
    return [sys.executable, *shlex.split(recipe[1])]


def test_the_command_as_documented_keeps_every_translation(command: list[str], tmp_path: Path) -> None:
    before = {}
    for package in catalogue.PACKAGES:
        file = catalogue.file_of(package, tmp_path)
        file.parent.mkdir(parents=True)
        before[package] = catalogue.file_of(package).read_text(encoding="utf-8")
        file.write_text(before[package], encoding="utf-8")
    subprocess.run([*command, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    for package, text in before.items():
        after = translations(catalogue.file_of(package, tmp_path).read_text(encoding="utf-8"))
        assert {message: chinese for message, chinese in translations(text).items() if chinese} == after


def test_messages_of_every_package_are_found() -> None:
    found = catalogue.messages()
    assert {words.NAMED_IN_DATA[0], pages.QUICK, stored_studies.STALE} <= set(found)
    assert len(set(found)) == len(found)
    assert pages.QUICK in catalogue.messages("experiments")
    assert pages.QUICK not in catalogue.messages("model")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("a" " b", n=1)', ["a b"]),
        ('N_(\n    "over "\n    "lines"\n)', ["over lines"]),
        ('translate(cell["leader"], language)', []),
        ('translate(WORDS["x"])', []),
        ('_(N_("inner"))', ["inner"]),
        ('other("no message")', []),
        ('_("")', []),
    ],
)
def test_a_message_is_a_text_that_is_handed_to_a_mark(code: str, found: list[str], tmp_path: Path) -> None:
    for package in catalogue.PACKAGES:
        (tmp_path / package).mkdir()
    (tmp_path / "model" / "some.py").write_text(code, encoding="utf-8")
    assert catalogue.messages(root=tmp_path) == found


CATALOGUE = """# a heading

#, python-brace-format

msgid "{n} kept"
msgstr "保留{n}"

msgid "gone"
msgstr "删去"
"""


def test_what_no_code_says_goes_and_what_is_new_comes_at_the_end() -> None:
    text, added, gone = catalogue.updated(CATALOGUE, ["new", "{n} kept"])
    assert (added, gone) == (["new"], ["gone"])
    assert translations(text) == {"{n} kept": "保留{n}", "new": ""}
    assert text.startswith(CATALOGUE.partition('\n\nmsgid "gone"')[0])


def test_what_another_package_says_already_comes_with_its_chinese() -> None:
    text, added, _ = catalogue.updated("", ["new", "known"], {"known": "已知"})
    assert added == ["new"]
    assert translations(text) == {"new": "", "known": "已知"}


def test_a_heading_outlives_the_entry_below_it() -> None:
    text, _, _ = catalogue.updated(CATALOGUE, ["gone"])
    assert text == '# a heading\n\nmsgid "gone"\nmsgstr "删去"\n'


def test_a_new_message_is_written_as_gettext_reads_it() -> None:
    message = 'a "quoted" line\nand {another} of 5 %' + " that is long" * 20
    text, _, _ = catalogue.updated("", [message])
    assert translations(text) == {message: ""}
