"""The pages of trainers in Chinese: the same heads, commands, links and numbers as the English ones."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("teaching", "lessons", "dashboard")
LEFT_OUT = {"dashboard": {"How it is built"}}
"""Sections that no trainer needs."""

COMMAND = re.compile(r"(?:jiaosuo|make|sh|python|\S+\.bat|--?\w)")
NUMBER = re.compile(r"\d[\d,.]*(?<![,.])")


def sections(text, without=frozenset()):
    """(level, head, text below it) of each section, the page itself first."""
    found = re.split(r"^(#+) (.+)\n", text, flags=re.MULTILINE)[1:]
    parts = zip(found[::3], found[1::3], found[2::3], strict=True)
    return [(len(marks), head, body) for marks, head, body in parts if head not in without]


def pair(name):
    english = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    chinese = (DOCS / "zh" / f"{name}.md").read_text(encoding="utf-8")
    return sections(english, LEFT_OUT.get(name, set())), sections(chinese)


def commands(text):
    """What a reader types: console blocks, and code in a line that begins as a command or an option does."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    words = (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose))
    return sorted([*blocks, *(code for code in words if COMMAND.match(code))])


def leads(text):
    """Where a paragraph or a point begins with something set in bold."""
    return re.findall(r"(?:(?<=\n\n)|^- |^\d\. )\*\*", text, re.MULTILINE)


def numbers(text):
    """The numbers of a text, without those of links, which name files."""
    plain = re.sub(r"\]\([^)]*\)", "]", text)
    return {each.replace(",", "") for each in NUMBER.findall(plain)}


def links(text):
    """Where links lead, as names without folders; not the two that lead to the other language."""
    found = re.findall(r"\]\(([^)]+)\)", text)
    return sorted(each.removeprefix("../") for each in found if not each.startswith(("zh/", "../zh/")))


@pytest.mark.parametrize("name", PAGES)
def test_the_heads_correspond(name):
    english, chinese = pair(name)
    assert [level for level, *_ in chinese] == [level for level, *_ in english]
    for (_, head, body), (_, said, told) in zip(english, chinese, strict=True):
        assert re.search(r"[\u4e00-\u9fff]|^\d", said), f"{head}: {said}"
        assert len(leads(told)) == len(leads(body)), head
        assert told.count("\n|") == body.count("\n|"), f"rows of {head}"
        assert told.count("\n- ") == body.count("\n- "), f"points of {head}"


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_are_the_same(name):
    for (_, head, body), (_, _, told) in zip(*pair(name), strict=True):
        assert commands(told) == commands(body), head


@pytest.mark.parametrize("name", PAGES)
def test_no_number_is_in_chinese_alone(name):
    for (_, head, body), (_, _, told) in zip(*pair(name), strict=True):
        assert numbers(told) <= numbers(body) | SPELT, head


SPELT = {"2004"}
"""Written as a word, or said of the place, in English: the year of Zigui."""


@pytest.mark.parametrize("name", PAGES)
def test_each_leads_to_the_other_and_to_the_same_pages(name):
    english, chinese = pair(name)
    whole, said = ("".join(body for *_, body in each) for each in (english, chinese))
    assert f"[中文](zh/{name}.md)" in whole
    assert f"[English](../{name}.md)" in said
    own = [link for link in links(said) if link != f"{name}.md"]
    assert own == [link for link in links(whole) if link != f"{name}.md"]


@pytest.mark.parametrize("name", [*PAGES, "index"])
def test_every_link_leads_to_a_file(name):
    text = (DOCS / "zh" / f"{name}.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (DOCS / "zh" / link).is_file(), link


BOTH = "# A\n\n`jiaosuo run` takes 3 days\n\n## B\n\n- x\n"


@pytest.mark.parametrize(
    ("wrong", "of"),
    [
        (lambda: commands(BOTH), commands(BOTH.replace("run", "sweep"))),
        (lambda: numbers(BOTH), numbers(BOTH.replace("3", "4"))),
        (lambda: [level for level, *_ in sections(BOTH)], [level for level, *_ in sections("# A\n")]),
    ],
)
def test_the_reader_sees_a_difference(wrong, of):
    assert wrong() != of
