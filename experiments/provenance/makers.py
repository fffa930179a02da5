"""The makers of a stored thing: the modules that its content comes from, and one hash of their sources.

Whoever stores something declares its makers and puts their `version` into its address or beside it, so that
no answer of older code is taken for one of this code. A test follows the imports of all makers and names
what is not declared. Modules are read as files and are not imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parents[2]
"""The folder that holds `model/`, `experiments/` and `dashboard/`."""

CODE, CODE_AND_PLACES = (".py",), (".py", ".toml", ".csv")


@dataclass(frozen=True)
class Makers:
    """Dotted names of modules, a package standing for all below it.

    `aside`: what makers import although it decides nothing of the content; `suffixes`: files that are read,
    with those of the shipped places where these are known by name alone; `values`: packages of values that
    the stored thing is named by, content and all, so that of their files only those in `modules` are read.
    Of Python sources comments, docstrings and layout are no part.
    """

    modules: tuple[str, ...]
    aside: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = CODE
    values: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """A hash of the makers' sources, the same on every system: 32 hexadecimal digits."""
        return _version(self, HERE)

    def files(self, root: Path) -> dict[str, Path]:
        """Every file that is read, by its path below `root`. LookupError for a module that is not there."""
        found: dict[str, Path] = {}
        for module in self.modules:
            files = list(_files_of(module, root, self.suffixes))
            if not files:
                raise LookupError(f"there is no module {module}")
            found |= {file.relative_to(root).as_posix(): file for file in files}
        left_out = {name for each in self.aside for name in _names_below(each, root)}
        left_out |= self._told_by_value(root)
        return {name: found[name] for name in sorted(found) if name not in left_out}

    def _told_by_value(self, root: Path) -> set[str]:
        """Files of packages of values, but for the packages' own `__init__.py` and what `modules` names."""
        named = {f"{'/'.join(each.split('.')[1:])}.py" for each in self.modules}
        named |= {f"{'/'.join(each.split('.')[1:])}/__init__.py" for each in self.values}
        return {name for each in self.values for name in _names_below(each, root)} - named


def _names_below(module: str, root: Path) -> Iterator[str]:
    return (file.relative_to(root).as_posix() for file in _files_of(module, root, CODE_AND_PLACES))


def _files_of(module: str, root: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    path = root.joinpath(*module.split(".")[1:])
    if path.is_dir():
        return (file for file in path.rglob("*") if file.suffix in suffixes)
    return iter([path.with_suffix(".py")] if path.with_suffix(".py").is_file() else [])


@cache
def _version(makers: Makers, root: Path) -> str:
    hashed = blake2b(digest_size=16)
    for name, file in makers.files(root).items():
        content = _meant(file.read_bytes().replace(b"\r\n", b"\n"), file.suffix)
        hashed.update(f"{name} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


@lru_cache(maxsize=1_024)  # most makers share most of their files
def _meant(content: bytes, suffix: str) -> bytes:
    """A source without what only people read; other files, and what is no Python, as they are."""
    if suffix != ".py":
        return content
    try:
        tree = ast.parse(content)
    except SyntaxError:
        return content
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree).encode()


def _is_text(node: ast.AST) -> bool:
    """A text that stands as a statement: a docstring, or one below a constant."""
    value = getattr(node, "value", None) if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


MODEL = ("jiaosuo.model",)

RULES = ("jiaosuo.model.rules",)
OF_RULES = tuple(f"jiaosuo.model.rules.{name}" for name in ("common", "map", "rule", "rulebook", "separate"))
"""What of the rules is no value that a run is named by: how they are read, and the status quo, which every
county was under before."""
