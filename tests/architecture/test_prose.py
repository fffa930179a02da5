"""Docstrings and comments are whole paragraphs: no line is broken off early, and none holds a stray `\\n`."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("model", "experiments", "dashboard")
SHORT = 84
"""A line is broken off if it would be no longer than this with the next word: lines reach to 100 and more."""

HEADING = re.compile(r"-{3,}")
HEADED = re.compile(r"^ *-{3,}$", re.MULTILINE)
EXAMPLES = re.compile(r"^ *Examples\n *-{8}$", re.MULTILINE)
"""Sections as numpydoc has them; examples stand last."""

LISTED = re.compile(r"^([-*+>|#=`]|\d+[.)]\s|[A-Za-z_, ]+:\s)")
"""Lines that begin anew on purpose: points, tables, fields with a colon."""


def docstrings(source: str) -> Iterator[tuple[int, str, bool]]:
    """(first line, text, holds an escaped line break) of each docstring, of attributes too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str):
                lines = (node.value.end_lineno or 0) - node.value.lineno
                yield node.value.lineno, text, text.count("\n") > lines


def comments(source: str) -> Iterator[tuple[int, str]]:
    """(first line, text) of each run of comments that stand on lines of their own in one column."""
    run: list[tuple[int, int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or not token.line.lstrip().startswith("#"):
            continue
        row, column = token.start
        if run and (row != run[-1][0] + 1 or column != run[-1][1]):
            yield run[0][0], "\n".join(text for _, _, text in run)
            run = []
        run.append((row, column, " " * column + token.string))
    if run:
        yield run[0][0], "\n".join(text for _, _, text in run)


def broken_off(text: str) -> Iterator[tuple[int, str]]:
    """(line, its words) where a line ends early though the next word would have had room on it.

    A line that is a sentence, the line under a heading, examples of a docstring in sections, and a block
    that stands farther in than the text, as code does, may end early.
    """
    lines = _prose(text) if HEADED.search(text) else text.split("\n")
    margin = min((indent(line) for line in lines[1:] if line.strip()), default=0)
    for number, (line, following) in enumerate(pairwise(lines)):
        words, more = (each.strip().removeprefix("#").strip() for each in (line, following))
        if not words or not more or LISTED.match(more) or words.endswith((":", ".", "\\")):
            continue
        if indent(following) == margin and len(line.rstrip()) + 1 + len(more.split()[0]) <= SHORT:
            yield number, words


def _prose(text: str) -> list[str]:
    """The lines of a docstring in sections up to its examples, without the lines under headings."""
    before = EXAMPLES.split(text)[0]
    return ["" if HEADING.fullmatch(line.strip()) else line for line in before.split("\n")]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def faults(source: str) -> list[tuple[int, str]]:
    """(line, what is wrong) of all prose of a file."""
    found = []
    for row, text, escaped in docstrings(source):
        found += [(row + number, f"broken off: {words!r}") for number, words in broken_off(text)]
        if escaped:
            found.append((row, "a line break is written as an escape"))
    for row, text in comments(source):
        found += [(row + number, f"broken off: {words!r}") for number, words in broken_off(text)]
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_paragraph_is_chopped(room: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {fault}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for line, fault in faults(file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


CHOPPED = '''
def f():
    """One thing is said.

    The rest of it is said in
    two lines that would have fitted into one of them, as nobody would ever write it by hand.
    """
'''


CHOPPED_IN_A_SECTION = '''
def f(x):
    """One thing is said.

    Parameters
    ----------
    x : float
        The number.

    Notes
    -----
    The rest of it is said in
    two lines that would have fitted into one of them, as nobody would ever write it by hand.
    """
'''

IN_SECTIONS = '''
def f(x):
    """One thing is said.

    Returns
    -------
    float
        The number.

    Examples
    --------
    >>> f(1)
    2
    """
'''


@pytest.mark.parametrize(
    "code",
    [
        CHOPPED,
        CHOPPED_IN_A_SECTION,
        '"""One thing.\\n\\nAnother thing."""\n',
        "# A comment that ends\n# in the middle of it, though there was room.\nx = 1\n",
    ],
)
def test_the_reader_sees_a_chop(code: str) -> None:
    assert faults(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""One thing.\n\n- a point\n- another point\n"""\n',
        '"""Values:\n\nmode: what is done\nplace: where it is done\n"""\n',
        "# One remark.\n# Another remark.\nx = 1\n",
        'x = """\nany\ntext\n"""\n',
        IN_SECTIONS,
    ],
)
def test_the_reader_lets_lists_remarks_and_texts_be(code: str) -> None:
    assert not faults(code)
