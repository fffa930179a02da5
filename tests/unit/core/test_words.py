"""Two languages from one catalogue, and a catalogue that neither lacks nor keeps a message."""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jiaosuo.model.core.words import LANGUAGES, N_, language, speaker, translate
from tools import catalogue

ROOT = Path(__file__).parents[3]
FILES = {package: catalogue.file_of(package) for package in catalogue.PACKAGES}
HOW = "run `make catalogue`"


def in_chinese(package: str) -> dict[str, str]:
    """The catalogue of a package as {English: Chinese}."""
    with FILES[package].open("rb") as source:
        return {str(entry.id): str(entry.string) for entry in read_po(source, locale="zh_CN") if entry.id}


@pytest.mark.parametrize("package", FILES)
def test_every_message_of_a_package_has_a_chinese_one_in_its_own_catalogue(package: str) -> None:
    chinese = in_chinese(package)
    missing = sorted(text for text in catalogue.messages(package) if not chinese.get(text))
    assert not missing, f"{HOW}, then fill: {missing}"


@pytest.mark.parametrize("package", FILES)
def test_no_message_is_stale(package: str) -> None:
    assert not sorted(in_chinese(package).keys() - set(catalogue.messages(package))), HOW


@pytest.mark.parametrize("package", FILES)
def test_placeholders_are_the_same_in_both_languages(package: str) -> None:
    for english, chinese in in_chinese(package).items():
        assert placeholders(chinese) == placeholders(english), english


SIDE_BY_SIDE = {
    ("size", "interval"), ("predicted", "interval"), ("one", "other"), ("outside", "cell"),
    ("rule", "change"),
}  # fmt: skip
"""Placeholders that may touch: an interval begins with a bracket, a change with its sign, and a sentence ends
with a full stop of its own."""


@pytest.mark.parametrize("package", FILES)
def test_no_name_that_ends_in_a_number_runs_into_a_number(package: str) -> None:
    """Chinese has no spaces: a rule called 福建2003 and 38 minutes must not be read as 200338."""
    for chinese in in_chinese(package).values():
        touching = set(re.findall(r"\{(\w+)[^{}]*\}(?=\{(\w+))", chinese))
        assert touching <= SIDE_BY_SIDE, chinese
        assert not re.search(r"\}\d|\d\{", chinese), chinese


def test_what_two_packages_say_is_one_thing_in_chinese() -> None:
    said: dict[str, set[str]] = {}
    for package in FILES:
        for english, chinese in in_chinese(package).items():
            said.setdefault(english, set()).add(chinese)
    assert {english: chinese for english, chinese in said.items() if len(chinese) > 1} == {}


def test_every_package_is_heard_though_the_model_imports_none() -> None:
    for package in FILES:
        english, chinese = next(each for each in in_chinese(package).items() if each[0] != each[1])
        assert translate(english, "zh_CN") == chinese
    only_the_model = (
        "import sys; from jiaosuo.model.core.words import translate as t; print(t('Handout', 'zh'))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", only_the_model + "; assert 'jiaosuo.dashboard' not in sys.modules"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert printed.stdout.strip() == in_chinese("experiments")["Handout"]


@pytest.mark.parametrize("package", FILES)
def test_no_entry_is_fuzzy(package: str) -> None:
    """A fuzzy entry is a guess and is not shown."""
    assert "#, fuzzy" not in FILES[package].read_text(encoding="utf-8")


def placeholders(text: str) -> set[tuple[str, str]]:
    parts: Iterable[tuple[str, str | None, str | None, str | None]] = string.Formatter().parse(text)
    return {(name, spec or "") for _, name, spec, _ in parts if name is not None}


def test_a_message_is_told_in_both_languages() -> None:
    assert translate("separate", "en") == "separate"
    assert translate("separate", "zh_CN") == "分设"


def test_numbers_come_through_named_placeholders() -> None:
    assert translate("{minutes:.1f} at {place}", "en", minutes=12.345, place="{x}") == "12.3 at {x}"


def test_a_message_without_values_keeps_its_braces() -> None:
    assert translate("{not a placeholder", "zh") == "{not a placeholder"


def test_an_unknown_message_is_shown_in_english() -> None:
    assert translate("never seen before", "zh_CN") == "never seen before"


def test_an_empty_message_is_not_the_head_of_the_catalogue() -> None:
    assert translate("", "zh_CN") == ""


def test_a_speaker_keeps_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    speak = speaker("zh")
    monkeypatch.setenv("JIAOSUO_LANG", "en")
    assert speak("{value} %", value=3) == "3%"


def test_marking_changes_nothing() -> None:
    assert N_("separate") == "separate"


@pytest.mark.parametrize(
    ("requested", "chosen"),
    [("en", "en"), ("en_GB.UTF-8", "en"), ("zh", "zh_CN"), ("zh-CN", "zh_CN"), ("ZH_cn.UTF-8", "zh_CN")],
)
def test_spellings_of_a_language(requested: str, chosen: str) -> None:
    assert language(requested) == chosen
    assert chosen in LANGUAGES


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "C"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "JIAOSUO_LANG": "en"}, "en"),
        ({"LANG": "C", "JIAOSUO_LANG": "zh"}, "zh_CN"),
        ({"LANG": "C", "JIAOSUO_LANG": ""}, "en"),
    ],
)
def test_the_environment_chooses_where_nobody_asks(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], chosen: str
) -> None:
    for name in ("JIAOSUO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, setting in environment.items():
        monkeypatch.setenv(name, setting)
    assert language() == chosen


@pytest.mark.parametrize("requested", ["", "fr", "klingon", "../../etc/passwd", "C"])
def test_another_language_is_refused_by_name(requested: str) -> None:
    with pytest.raises(ValueError, match=r"language: .* en, zh_CN"):
        language(requested)


def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIAOSUO_LANG", "fr")
    with pytest.raises(ValueError, match="JIAOSUO_LANG: 'fr'"):
        language()


def test_english_does_not_import_babel() -> None:
    code = (
        "from jiaosuo.model.core.words import translate as t; t('x', 'en');"
        "import sys; print('babel' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == "False"
