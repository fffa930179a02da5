"""What is refused is told in the reader's language: no sentence that a user meets has English alone."""

import ast
import pickle
import re
from pathlib import Path

import pytest

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.refusals import Refused, known, told, what_is_allowed
from jiaosuo.model.core.words import translate
from jiaosuo.model.own_places import CHANGED
from jiaosuo.model.scenario import Scenario, parameters

ROOT = Path(__file__).parents[3]
TYPED = (
    "historic", "workload", "local", "dask", "true", "false", "delta", "name", "value", "line", "zero",
    "save", "toml", "html", "cpg", "csv", "cells", "columns", "highway", "primary", "secondary", "tertiary",
    "population", "replications", "fujian", "utf", "big", "encoding", "pip", "install", "jiaosuo", "cluster",
    "gcj", "bd", "http", "https", "story", "town", "place", "mine", "county", "received", "stations",
    "origin", "dates", "day", "first", "month",
)  # fmt: skip
"""What a reader types or finds in a file, whatever the language."""

MADE = {
    "must be WORD": "must be a number from 0 to 1 (km)",
    "must be WORD, not WORD": "must be a number from 0 to 1 (km), not text",
    "must be WORDWORD": "must be a number from 0 to 1 (km)",
    "must be WORD each": "must be a number from 0 to 1 (km) each",
    "the file is not UTF-8WORD; WORD": "the file is not UTF-8; save it",
    "the file is not UTF-8 textWORD; WORD": "the file is not UTF-8 text; save it",
    "WORDknown: WORD": "did you mean a? known: a, b",
    "WORD is writing to it": "another process is writing to it",
    "WORD; at most WORD are taken": "1 points x 2 worlds x 3 rules; at most 4 are taken",
    "must be a WORD file, and this is WORDWORD": "must be a CSV file, and this is a picture (PNG)",
    "must be a table, and this is WORD; WORD": "must be a table, and this is a PDF; unpack it and give the "
    "table that is in it",
    "must be WORD rules": "must be 2 or more rules",
}
"""Sentences that are put together elsewhere, as they come out."""


def sentences():
    """Each literal sentence of an InputError outside those rooms, its values filled with a word."""
    for room in ("model", "experiments", "dashboard"):
        for file in sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                text = _literal(_said(node))
                if text and re.search("[a-z]{2}", text.replace("WORD", "")):
                    yield name, text


def _said(node):
    """What a refusal says is allowed, in its call or in a variable called `allowed` before it."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InputError" and len(node.args) == 3:
        return node.args[2]
    named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "allowed"
    return node.value if named else None


def _literal(node):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "WORD" for part in node.values)
    return None


@pytest.mark.parametrize(("file", "sentence"), sorted(set(sentences())))
def test_every_sentence_of_a_refusal_has_its_form(file, sentence):
    sentence = MADE.get(sentence, sentence).replace("line WORD", "line 7")  # lines are numbers
    assert known(sentence), f"{file}: add the form of this sentence to model/core/refusal_sentences.py"
    rest = re.sub(r"WORD|`[^`]*`|\"[^\"]*\"|--\w+|\[\w+\]|\w+_\w+", "", what_is_allowed(sentence, "zh"))
    assert set(re.findall(r"(?<![A-Za-z])[a-z]{3,}", rest)) <= set(TYPED), f"{file}: {rest}"


def refusal(act):
    with pytest.raises(InputError) as refused:
        act()
    return refused.value


@pytest.mark.parametrize(
    ("act", "chinese"),
    [
        (lambda: parameters()["delta"].check(9), "delta：9 不可用；须为 0 至 1.5 的数（-）"),
        (lambda: parameters()["delta"].check("9"), "delta：'9' 不可用；须为 0 至 1.5 的数（-），不能是文字"),
        (
            lambda: parameters()["officers_traffic"].check(3.5),
            "officers_traffic：3.5 不可用；须为 0 至 5,000 的整数（人）",
        ),
        (
            lambda: Scenario.preset("zigui-2004", area_km2=3),
            "area_km2：3 不可用；该县区有乡镇表，此数由表给出",
        ),
    ],
)
def test_a_refusal_is_told_in_chinese(act, chinese):
    assert told(refusal(act), "zh") == chinese


def test_a_refusal_from_another_process_is_told_in_the_reader_s_language():
    error = refusal(lambda: parameters()["delta"].check("9"))
    passed = pickle.loads(pickle.dumps(Refused.of(error)))
    assert passed.told("zh") == told(error, "zh")
    assert passed.told("en") == str(error)


def test_a_message_of_the_catalogue_is_told_though_no_form_has_it():
    assert told(InputError("place", "x", CHANGED), "zh") == "县区：'x' 不可用；" + translate(CHANGED, "zh")


def test_names_stay_as_they_are_typed():
    error = unknown("rule", "separat", ["separate", "hybrid"])
    assert told(error, "zh").endswith("'separat' 不可用；是否指 separate？可用的有：hybrid, separate")


def test_english_is_as_it_was_raised():
    error = InputError("days", 0, "must be a number above 0")
    assert told(error, "en") == str(error) == "days: 0 is not allowed; must be a number above 0"


def test_a_sentence_without_a_form_stays_english():
    assert told(InputError("x", 1, "never said before"), "zh") == "x：1 不可用；never said before"
