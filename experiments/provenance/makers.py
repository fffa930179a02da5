"""The makers of a stored thing: the modules that its content comes from, and one hash of their sources.

Whoever stores something declares its makers and puts their `version` into its address or beside it, so that
no answer of older code is taken for one of this code. A test follows the imports of all makers and names
what is not declared. Modules are read as files and are not imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parents[2]
"""The folder that holds `model/`, `experiments/` and `dashboard/`."""

CODE, CODE_AND_PLACES = (".py",), (".py", ".toml", ".csv")


@dataclass(frozen=True)
class Makers:
    """Dotted names of modules, a package standing for all below it.

    `aside`: what makers import although it decides nothing of the content; `suffixes`: files that are read,
    with those of the shipped places where these are known by name alone.
    """

    modules: tuple[str, ...]
    aside: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = CODE

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
        return {name: found[name] for name in sorted(found) if name not in left_out}


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
        content = file.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{name} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


MODEL = ("jiaosuo.model",)
