"""The README and the pages of docs/ do what they say: their code blocks run, from the top down.

- A `python` block runs; the blocks of one page share their names.
- An `output` block is what the python block above it printed.
- In a `console` block each line `$ jiaosuo ...` runs, in a folder that is empty when the page begins.
  The lines below it are what it printed, up to the next `$`; with none, it only has to succeed.
  Other commands (`$ make demo`) are not run.

Printed text is compared loosely: runs of white space are alike, and `...` stands for anything.
A command may fail only where the page shows its message.

Invisible comments, each starting a line:

    <!-- skip: next -->                           the next block is not run
    <!-- skip: start --> ... <!-- skip: end -->   nor are those between
    <!-- invisible-code-block: python
    import jiaosuo                                runs, though no reader sees it
    -->
"""

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import SkipTest

import pytest
from sybil import Document, Example
from sybil.example import SybilFailure
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from jiaosuo.model.core import plugins

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder, a plain terminal of 100 columns, this interpreter's `jiaosuo`, and no plug-in."""
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    plain = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1", "JIAOSUO_LANG": "en"}
    for name, value in plain.items():
        monkeypatch.setenv(name, value)
    for name in ("CONFIG", "DATA", "STATE"):  # not CACHE: the compiled kernels are kept there
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    with plugins.only(()):
        yield


def run_page(page: Path) -> None:
    """Run every block of `page`; the first that fails raises, with its file and line."""
    printed = ""

    def compare_output(example: Example) -> str | None:
        return difference(example.parsed, printed)

    document = Document.parse(
        str(page),
        PythonCodeBlockParser(),
        CodeBlockParser("output", compare_output),
        CodeBlockParser("console", run_console),
        SkipParser(),
    )
    for example in document.examples():
        heard = io.StringIO()
        try:
            with contextlib.redirect_stdout(heard):
                example.evaluate()
        except SkipTest:
            continue
        except SybilFailure:
            raise
        except Exception as error:
            raise SybilFailure(example, f"{type(error).__name__}: {error}") from error
        printed = heard.getvalue()


def run_console(example: Example) -> str | None:
    for command, shown in commands(example.parsed):
        done = subprocess.run(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=600,
        )
        shows_message = bool(shown.replace("...", "").strip())
        if done.returncode and not shows_message:
            return f"$ {command}\nfailed with exit code {done.returncode}:\n{done.stdout}"
        if shows_message and (told := difference(shown, done.stdout)):
            return f"$ {command}\n{told}"
    return None


def commands(block: str) -> Iterator[tuple[str, str]]:
    """(command, text shown below it) for each `$ jiaosuo ...` of a console block."""
    joined = re.sub(r"\\\n\s*", "", block)
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        if command.split()[0] == "jiaosuo":
            yield command, shown


def difference(shown: str, printed: str) -> str | None:
    """None if `printed` is what the page shows, else both, to be read one above the other."""
    pieces = [re.escape(" ".join(piece.split())) for piece in shown.split("...")]
    if re.fullmatch(r"\s*.*?\s*".join(pieces), " ".join(printed.split())):
        return None
    return f"the page shows:\n{shown}\nbut it printed:\n{printed}"


def pages() -> Iterator[object]:
    """Every page; those that run commands are for continuous integration."""
    for page in PAGES:
        runs = "\n$ jiaosuo" in page.read_text(encoding="utf-8")
        yield pytest.param(page, id=page.name, marks=[pytest.mark.ci] * runs)


@pytest.mark.parametrize("page", list(pages()))
def test_the_blocks_of_the_page_run(page: Path) -> None:
    run_page(page)


GOOD = {
    "names are shared": "```python\nx = 1\n```\n\n```python\nassert x == 1\n```",
    "output is kept": "```python\nprint('a', 0.25)\n```\n\n```output\na  ...\n```",
    "a skipped block": "<!-- skip: next -->\n```python\nraise OSError\n```",
    "skipped blocks": "<!-- skip: start -->\n```python\n1/0\n```\n```output\nx\n```\n<!-- skip: end -->",
    "an invisible block": "<!-- invisible-code-block: python\nx = 1\n-->\n\n```python\nx\n```",
    "a prompt": "```python\n>>> 1 + 1\n2\n```",
    "another command": "```console\n$ no-such-command\n```",
    "help": "```console\n$ jiaosuo --help\n...compare...\n```",
    "a refusal that is shown": "```console\n$ jiaosuo no-such-thing\n...no-such-thing...\n```",
}
BAD = {
    "an error": "```python\n1/0\n```",
    "other output": "```python\nprint('a')\n```\n\n```output\nb\n```",
    "another answer": "```python\n>>> 1 + 1\n3\n```",
    "a refusal that is not shown": "```console\n$ jiaosuo no-such-thing\n```",
    "other help": "```console\n$ jiaosuo --help\nno such help\n```",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD.keys())
def test_a_page_that_is_right_passes(text: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    run_page(tmp_path / "page.md")


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_a_page_that_is_wrong_fails_and_names_its_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    with pytest.raises(SybilFailure, match=r"page\.md, line \d"):
        run_page(tmp_path / "page.md")
