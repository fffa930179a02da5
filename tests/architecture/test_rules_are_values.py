"""Only the shelf of rules knows a rule by name: a new rule is one new file, and nothing asks which it is.

The code is read with `ast`, so that comments and docstrings may speak freely.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MODEL = Path(__file__).parents[2] / "model"
SHELF = MODEL / "rules"
FIVE = {"separate", "stationed", "station_led", "integrated", "patrol_merged"}


def declared(source: str) -> set[str]:
    """The names of the rules that `source` makes: Rule(name="separate", ...)."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        argument.value.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Rule"
        for argument in call.keywords
        if argument.arg == "name" and isinstance(argument.value, ast.Constant)
    }


RULES = FIVE.union(*(declared(file.read_text(encoding="utf-8")) for file in SHELF.glob("*.py")))


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The bare strings of `tree`: statements of their own, read by people only."""
    bare = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {value for value in bare if isinstance(value, ast.Constant)}


def words(node: ast.AST) -> Iterator[str]:
    """The names and texts that `node` itself spells, below nothing else."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str(name)) | ast.MatchAs(name=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield from name.split(".")
            yield asname or ""
        case ast.ImportFrom(module=str(module)):
            yield from module.split(".")


def spoken(source: str) -> Iterator[tuple[int, str]]:
    """(line, word) for each name or text in the code of `source`."""
    tree = ast.parse(source)
    silent = docstrings(tree)
    for node in ast.walk(tree):
        if node not in silent:
            for word in words(node):
                yield getattr(node, "lineno", 0), word


def rules_named(word: str) -> set[str]:
    """The rules that `word` names outright, alone or in a list: SEPARATE, "separate,stationed"."""
    return RULES & {part.strip().lower() for part in re.split(r"[,;|/+:]", word)}


def rules_hinted(word: str) -> set[str]:
    """The rules that `word` names anywhere in it: is_separate, "the integrated desk"."""
    plain = "_" + re.sub(r"[\W_]+", "_", word.lower()) + "_"
    return {rule for rule in RULES if f"_{rule}_" in plain}


def files(folder: Path, *, but: tuple[str, ...] = ()) -> list[Path]:
    return [file for file in sorted(folder.rglob("*.py")) if file.relative_to(folder).parts[0] not in but]


def test_no_code_outside_the_shelf_names_a_rule() -> None:
    found = [
        f"{file.relative_to(MODEL.parent)}:{line}: {word!r}"
        for file in files(MODEL, but=("rules", "scenarios"))
        for line, word in spoken(file.read_text(encoding="utf-8"))
        if rules_named(word)
    ]
    assert not found, "a rule is a value; ask it one of its questions instead:\n" + "\n".join(found)


def test_no_kernel_hints_at_a_rule() -> None:
    found = [
        f"{file.relative_to(MODEL.parent)}:{line}: {word!r}"
        for file in files(MODEL / "kernels")
        for line, word in spoken(file.read_text(encoding="utf-8"))
        if rules_hinted(word)
    ]
    assert not found, "kernels work on plain arrays:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        'if rule == "separate": pass',
        "if rule is Rule.SEPARATE: pass",
        "def separate(): pass",
        "f(separate=1)",
        "from jiaosuo.model.rules import separate",
        "import jiaosuo.model.rules.separate as plain",
        'DEFAULT = "separate,stationed"',
        'f"{x}separate"',
    ],
)
def test_the_reader_sees_a_rule_named_in_code(code: str) -> None:
    assert any(rules_named(word) for _, word in spoken(code))


@pytest.mark.parametrize(
    "code", ['"""As in separate."""', "# separate\nx = 1", "separated = not_separate = 1"]
)
def test_the_reader_lets_comments_docstrings_and_other_words_be(code: str) -> None:
    assert not any(rules_named(word) for _, word in spoken(code))


def test_a_hint_is_seen_inside_a_name() -> None:
    assert rules_hinted("is_separate") == {"separate"}
    assert rules_hinted("the patrol-merged desk") == {"patrol_merged"}
    assert rules_hinted("separated") == set()
