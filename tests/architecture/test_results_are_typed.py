"""What crosses a package is typed: no public function, class or field that another package sees is a dict of
anything. JSON and TOML are read and written at the edge, which is named here, with the reason.

The code is read with `ast`: from the names that a package imports from another, on to all that these name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("model", "experiments", "dashboard")
MAPPINGS = {"dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"}
ANYTHING = {"Any", "object"}
SERIALIZERS = {"to_json", "from_json", "as_json"}
"""Methods by which a typed object is written and read: they are the edge."""

CHART = "a Vega-Lite chart is JSON by nature, as Altair makes it and the browser draws it"
WRITTEN = "tables as people write them, checked field by field where they are read"
EDGE = {
    "jiaosuo.experiments.charts.rendering:finished": CHART,
    "jiaosuo.experiments.charts.rendering:inline": CHART,
    "jiaosuo.experiments.charts.rendering:png": CHART,
    "jiaosuo.experiments.charts.rendering:svg": CHART,
    "jiaosuo.experiments.charts.style:Spec": CHART,
    "jiaosuo.experiments.charts.style:page_style": CHART,
    "jiaosuo.experiments.comparison.charts:charts": CHART,
    "jiaosuo.experiments.comparison.report:page": CHART,
    "jiaosuo.model.core.plain:JsonObject": "the name itself, for what is written and read at the edge",
    "jiaosuo.model.core.reading:parse_toml": WRITTEN,
    "jiaosuo.model.scenario:Scenario.preset": WRITTEN,
    "jiaosuo.model.scenario:Scenario.read": WRITTEN,
    "jiaosuo.model.rules.rule:Rule.answers": "eight answers of eight types by name, to swap one",
}
"""What may be a mapping of anything, and why."""

type Name = tuple[str, str]
"""A module and what it defines there."""


class Code:
    """Modules by name, as they are written."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.trees = {name: ast.parse(source) for name, source in sources.items()}
        self.imports = {name: dict(_imports(tree)) for name, tree in self.trees.items()}
        self.defined = {
            (module, name): node
            for module, tree in self.trees.items()
            for node in tree.body
            for name in _names_of(node)
        }

    def origin(self, module: str, name: str) -> Name:
        """Where a name that stands in a module is defined."""
        seen = set()
        while (module, name) not in self.defined and (module, name) not in seen:
            seen.add((module, name))
            module, name = self.imports.get(module, {}).get(name, (module, name))
        return module, name

    def crossing(self) -> set[Name]:
        """What a package names of another, and all that the annotations of these name in turn."""
        found: set[Name] = set()
        open_ = [name for module in self.trees for name in self._from_others(module)]
        while open_:
            name = open_.pop()
            if name in self.defined and name not in found:
                found.add(name)
                open_ += [
                    self.origin(name[0], word)
                    for _, note in _annotations(name[1], self.defined[name])
                    for word in _words(note)
                ]
        return found

    def _from_others(self, module: str) -> Iterator[Name]:
        package, tree = module.split(".")[1], self.trees[module]
        named = {**self.imports[module]}
        for alias, (home, name) in self.imports[module].items():
            if f"{home}.{name}" in self.trees:  # a module: what is asked of it
                asked = (x for x in ast.walk(tree) if isinstance(x, ast.Attribute))
                of_it = (x.attr for x in asked if isinstance(x.value, ast.Name) and x.value.id == alias)
                named |= {f"{alias}.{attr}": (f"{home}.{name}", attr) for attr in of_it}
        for home, name in named.values():
            origin = self.origin(home, name)
            if origin[0] in self.trees and origin[0].split(".")[1] != package:
                yield origin

    def is_untyped(self, module: str, note: ast.AST) -> bool:
        """Whether an annotation holds a mapping of anything, be it by another name."""
        return any(
            _maps_to_anything(node)
            or (isinstance(node, ast.Name) and self._stands_for_untyped(self.origin(module, node.id)))
            for node in _nodes(note)
        )

    def _stands_for_untyped(self, name: Name) -> bool:
        node = self.defined.get(name)
        value = node.value if isinstance(node, ast.TypeAlias | ast.Assign) else None
        is_type = isinstance(node, ast.TypeAlias) or isinstance(value, ast.Subscript)
        return value is not None and is_type and self.is_untyped(name[0], value)

    def untyped(self) -> set[str]:
        """`module:name` of everything untyped that crosses a package."""
        return {
            f"{module}:{what}"
            for module, name in self.crossing()
            for what, note in _annotations(name, self.defined[module, name])
            if what.rpartition(".")[2] not in SERIALIZERS and self.is_untyped(module, note)
        }


def _imports(tree: ast.AST) -> Iterator[tuple[str, Name]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("jiaosuo."):
            for each in node.names:
                yield each.asname or each.name, (node.module, each.name)


def _names_of(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.TypeAlias(name=ast.Name(id=name)) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name


def _annotations(name: str, node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """What is annotated in a definition, with its annotation; of a class what is public."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            given = node.args
            for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
                if each is not None and each.annotation is not None:
                    yield name, each.annotation
            if node.returns is not None:
                yield name, node.returns
        case ast.ClassDef():
            yield from ((name, base) for base in node.bases)
            for part in node.body:
                for inner in _names_of(part):
                    if not inner.startswith("_") or inner == "__init__":
                        yield from _annotations(f"{name}.{inner}", part)
        case ast.AnnAssign():
            yield name, node.annotation
        case ast.TypeAlias():
            yield name, node.value
        case ast.Assign(value=ast.Subscript() as value):
            yield name, value


def _nodes(note: ast.AST) -> Iterator[ast.AST]:
    """The parts of an annotation, those in quotes too."""
    for node in ast.walk(note):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield ast.Name(node.value)
        yield node


def _words(note: ast.AST) -> Iterator[str]:
    return (node.id for node in _nodes(note) if isinstance(node, ast.Name))


def _maps_to_anything(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id=mapping), slice=ast.Tuple(elts=[_, ast.Name(id=value)])):
            return mapping in MAPPINGS and value in ANYTHING
    return False


@cache
def house() -> Code:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return Code({_module(file): file.read_text(encoding="utf-8") for file in files})


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(("jiaosuo", *(part for part in parts if part != "__init__")))


def test_no_mapping_of_anything_crosses_a_package() -> None:
    found = sorted(house().untyped() - EDGE.keys())
    assert not found, "make it a frozen dataclass, with to_json and from_json:\n" + "\n".join(found)


def test_the_edge_names_nothing_that_is_typed_by_now() -> None:
    assert not EDGE.keys() - house().untyped()


USER = "from jiaosuo.model.place import it\n"
ALIAS = "type Json = dict[str, Any]\ndef it() -> Json: ..."
NESTED = "class Inner:\n    said: dict[str, object]\ndef it() -> tuple[Inner, ...]: ..."


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def it() -> dict[str, Any]: ...", {"it"}),
        ("def it(a: int, *, b: list[Mapping[str, object]]) -> None: ...", {"it"}),
        ("class it:\n    def told(self) -> dict[str, Any]: ...", {"it.told"}),
        ("class it:\n    said: dict[str, Any] | None = None", {"it.said"}),
        (ALIAS, {"it", "Json"}),
        (NESTED, {"Inner.said"}),
    ],
)
def test_the_reader_sees_what_is_untyped(code: str, found: set[str]) -> None:
    seen = Code({"jiaosuo.model.place": code, "jiaosuo.dashboard.page": USER}).untyped()
    assert seen == {f"jiaosuo.model.place:{name}" for name in found}


@pytest.mark.parametrize(
    "code",
    [
        "def it() -> dict[str, float]: ...",
        "class it:\n    def to_json(self) -> dict[str, Any]: ...",
        "class it:\n    def _told(self) -> dict[str, Any]: ...",
        "def other() -> dict[str, Any]: ...\ndef it() -> None: ...",
    ],
)
def test_the_reader_passes_over_what_is_typed_or_stays_inside(code: str) -> None:
    assert not Code({"jiaosuo.model.place": code, "jiaosuo.dashboard.page": USER}).untyped()


def test_a_module_that_is_imported_is_asked_for_what_it_is_used_for() -> None:
    code = {"jiaosuo.model.place": "def it() -> dict[str, Any]: ...\ndef other() -> dict[str, Any]: ..."}
    user = {"jiaosuo.dashboard.page": "from jiaosuo.model import place\nplace.it()", "jiaosuo.model": ""}
    assert Code(code | user).untyped() == {"jiaosuo.model.place:it"}
