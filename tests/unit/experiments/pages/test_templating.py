"""Pages from templates: text is escaped in HTML, cells are safe in Markdown, nothing missing goes unseen."""

import re

import pytest
from jinja2 import UndefinedError

from jiaosuo.experiments.charts.rendering import live_charts
from jiaosuo.experiments.pages.templating import TEMPLATES, cell, columns, html, markdown, plain_text

TRAP = "<script>alert(1)</script> & co"
PAGES = [file.name for file in TEMPLATES.glob("*.jinja") if "{% extends" in file.read_text("utf-8")]


def sweep_page(title, charts=None):
    return html(
        "sweep.html.jinja", "en", title=title, charts=charts or {}, drawings={}, captions={}, setting=title,
        sentences=[title], axes=[], against=[], changes=None, points=1, points_shown=1, methods=[title],
        parameters=[(title, [{"name": title, "value": title, "unit": "", "meaning": "", "source": ""}])],
        command=title, study=title, settings={title: title}, versions={},
    )  # fmt: skip


def test_text_of_a_html_page_is_escaped_wherever_it_stands():
    text = sweep_page(TRAP)
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") == 12


def test_no_text_of_a_chart_can_end_its_script():
    assert "</script>" not in live_charts({"one": {"title": TRAP}})
    text = sweep_page("a", {"one": {"title": TRAP}})
    assert text.count("<script>") == text.count("</script>") == 2


def test_a_html_page_speaks_the_language_asked_for():
    assert 'lang="en"' in sweep_page("a")
    assert "<h2>Verdict</h2>" in sweep_page("a")


def test_a_value_that_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError, match="command"):
        markdown("licences.md.jinja", everyone=[], others=[], row=list)


def test_cells_cannot_break_their_table():
    assert cell("a | b\nc") == "a \\| b c"
    text = markdown("parameters.md.jinja", command="x", heads=["a|b"], tables={"t": [["1\n2"]]},
                    numbers=1, assumed=0, weak=0)  # fmt: skip
    assert "| a\\|b |\n|---|\n| 1 2 |\n" in text


def test_paragraphs_are_parted_by_one_empty_line_and_one_line_ends_the_page():
    text = markdown("licences.md.jinja", command="x", everyone=[], others=[], row=list)
    assert not re.search(r"\n{3}|\n\n\Z", text)
    assert text.endswith("\n")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_skeleton_of_its_kind(name):
    parents = {"md": {"page.md.jinja", "study.md.jinja"}, "html": {"page.html.jinja"}}
    first = re.search(r'{% extends "([^"]+)" %}', (TEMPLATES / name).read_text("utf-8"))
    assert first.group(1) in parents[name.split(".")[1]]


@pytest.mark.parametrize(
    ("value", "shown"), [(2427.0, "2427"), (0.5, "0.5"), (True, "true"), (None, "null"), ("a", "a")]
)
def test_values_are_shown_as_the_command_line_takes_them(value, shown):
    assert plain_text(value) == shown


def test_a_long_table_is_parted_into_columns():
    assert columns(dict.fromkeys("abcde", 1)) == [{"a": 1, "b": 1}, {"c": 1, "d": 1}, {"e": 1}]
    assert columns({}) == []
