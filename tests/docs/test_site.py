"""The site of `make docs`: made without a warning, whole by itself, and searched without a server."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser import LONGEST_WAIT
from tools.site import leading_out, reference, searching

ROOT = Path(__file__).parents[2]


def test_a_link_to_a_folder_leads_to_its_index_and_any_other_stays(tmp_path):
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "index.md").write_text("# All\n")
    (tmp_path / "other").mkdir()
    text = "[a](decisions/) [b](other/) [c](decisions/0001.md) `](decisions/x`"
    assert leading_out.to_pages(text, tmp_path) == text.replace("(decisions/)", "(decisions/index.md)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two worlds, side_by_side!", ["two", "worlds", "side_by_side"]),
        ("警力统筹", ["警力", "力统", "统筹"]),
        ("用 make docs 生成，县", ["用", "make", "docs", "生成", "县"]),
        ("Python说中文", ["Python", "说中", "中文"]),
        ("", []),
    ],
)
def test_chinese_is_searched_by_pairs(text, words):
    assert searching.words(text) == words


def test_a_block_that_stands_farther_in_is_code_until_the_sections_begin():
    text = "One.\n\n    code()\n    more()\n\nTwo.\n\nParameters\n----------\nx : int\n\n    What it is."
    lines = text.split("\n")
    reference.as_code(None, "function", "f", None, None, lines)
    assert lines[2:6] == [".. code-block:: python", "", "    code()", "    more()"]
    assert lines.count(".. code-block:: python") == 1
    said = ["One::", "", "    code()"]
    reference.as_code(None, "function", "f", None, None, said)
    assert said == ["One::", "", "    code()"]


def test_a_table_holds_what_would_break_it():
    text = reference.table(["name", "words"], [{"name": "a", "words": "x | y"}])
    assert text.splitlines()[2] == "| `a` | x \\| y |"


@pytest.mark.parametrize("module", ["jiaosuo", "jiaosuo.testing"])
def test_what_is_public_is_told_by_a_directive_each(module):
    there = importlib.import_module(module)
    for name in reference.public(there):
        first = reference.described(there, name)[0]
        assert re.fullmatch(rf"\.\. (autoclass|autofunction|py:data):: {module}\.{name}", first)


def test_every_example_can_draw():
    for found in re.findall(r"```\{example\} (\w+)", (ROOT / "docs" / "examples.md").read_text("utf-8")):
        assert "def draw(picture: Path)" in (ROOT / "examples" / f"{found}.py").read_text("utf-8")


class Page(HTMLParser):
    """Addresses, anchors and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.ids |= {said[name] for name in ("id", "name") if said.get(name)}
        self.links += [(tag, said[name]) for name in ("href", "src", "data", "poster") if said.get(name)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, made by the command that `make docs` runs; a warning is an error."""
    out = tmp_path_factory.mktemp("文档 a") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "tools.site", str(out)], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {file: Page(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}


def elsewhere(address: str) -> bool:
    return bool(urlsplit(address).scheme or address.startswith("//"))


@pytest.mark.ci
def test_every_link_of_the_site_leads_to_a_place_in_it(site, pages):
    assert len(pages) > 100
    wrong = []
    for file, page in pages.items():
        for _, address in page.links:
            if elsewhere(address):
                continue
            path, anchor = unquote(urlsplit(address).path), unquote(urlsplit(address).fragment)
            to = (file.parent / path).resolve() if path else file
            if not to.is_file() or not to.is_relative_to(site):
                wrong.append(f"{file.relative_to(site)}: {address}")
            elif anchor and to in pages and anchor not in pages[to].ids:
                wrong.append(f"{file.relative_to(site)}: {address} has no such anchor")
    assert not wrong, "\n".join(wrong)


@pytest.mark.ci
def test_nothing_is_fetched_from_elsewhere(site, pages):
    fetched = {
        address
        for page in pages.values()
        for tag, address in page.links
        if tag != "a" and elsewhere(address) and not address.startswith("data:")
    }
    assert not fetched
    for file in site.rglob("*.css"):
        assert not re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", file.read_text("utf-8")), file


@pytest.mark.ci
def test_every_page_of_docs_and_every_public_name_is_in_it(site):
    for file in (ROOT / "docs").rglob("*.md"):
        assert (site / file.relative_to(ROOT / "docs")).with_suffix(".html").is_file(), file
    for module, page in (("jiaosuo", "python"), ("jiaosuo.testing", "testing")):
        text = (site / "reference" / f"{page}.html").read_text("utf-8")
        for name in reference.public(importlib.import_module(module)):
            assert f'id="{module}.{name}"' in text
    commands = (site / "reference" / "commands.html").read_text("utf-8")
    assert "jiaosuo scenarios townships" in commands
    assert 'lang="zh-CN"' in (site / "zh" / "teaching.html").read_text("utf-8")


ASKED = {"hypercube": "decisions/0012-hypercube.html", "客户端隔离": "zh/teaching.html"}


@pytest.mark.ci
def test_search_works_from_a_file_in_both_languages(site, browser):
    with browser.new_context() as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        for words, found in ASKED.items():
            page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
            link = page.locator(f"#search-results a[href*='{found}']").first
            link.wait_for(timeout=LONGEST_WAIT)
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
