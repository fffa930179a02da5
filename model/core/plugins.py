"""Plug-ins: rules, kinds, outcomes, places, studies, lessons and stories that are no part of the package.

There are two ways in. A distribution declares entry points of the groups `jiaosuo.rules`, `jiaosuo.kinds` and
so on; a group is loaded when its shelf is first looked at. A file is loaded by `load`, which `--plugin`,
`plugins = [...]` and JIAOSUO_PLUGINS come down to. What is loaded stands on the shelves behind what is
shipped. A file travels to other processes as its text, so that all run the same, wherever the file is.
"""

from __future__ import annotations

import linecache
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.plugin_groups import GROUPS, OF_RESULTS, Places, group_of, names_of, shipped
from jiaosuo.model.core.plugin_installed import Installed, installed, values_of
from jiaosuo.model.core.words import speak_also

__all__ = ["Places", "Plugin", "load", "loaded"]

VARIABLE = "JIAOSUO_PLUGINS"
"""Files to load, with the separator of PATH between them."""

MODULE = "jiaosuo_plugin_"
"""How the module of a file is called, before the file's own name."""

WORDS = "CHINESE"
"""A mapping of this name in a file holds the Chinese of its own messages, labels say, by the English."""

LONGEST_FILE = 1_000_000
NAME = {"kinds": r"[a-z][a-z0-9_]*", "outcomes": r"[a-z][a-z0-9_]*"}
ANY_NAME = r"[a-z][a-z0-9_-]*"
RESERVED = {"rules": ("timeline",)}
"""Names that mean something else where a name of the group may stand."""

SEALED = "no plug-in is loaded here; start the program with it (--plugin), or leave it out"

type Entries = Mapping[str, Mapping[str, object]]
type Held = tuple[Plugin, Entries]


@dataclass(frozen=True)
class Plugin:
    """What was loaded, as results name it.

    Attributes
    ----------
    name : str
        The file's name without .py, or that of the distribution.
    origin : str
        The file, or the distribution with its version.
    digest : str
        16 hexadecimal digits that name its content.
    source : str or None
        The text of a file; None for what is installed, which another process must have too.
    """

    name: str
    origin: str
    digest: str
    source: str | None = None

    @property
    def file(self) -> str:
        """The name of the file that it was loaded from."""
        return Path(self.origin).name

    def __reduce__(self) -> tuple[object, ...]:
        return _arrived, ((self.name, self.origin, self.digest, self.source),)


class _Registry:
    """The plug-ins of this process: files by name, and what installed ones gave, group by group."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.generation = 0
        self.sealed = self.has_looked = False
        self.files: dict[str, Held] = {}
        self.installed: dict[str, list[Held]] = {}
        self.words: dict[Plugin, Mapping[str, str]] = {}


_here = _Registry()


def load(file: str | Path) -> Plugin:
    """Load a plug-in's file: its rules, kinds and so on stand on the shelves from now on.

    Parameters
    ----------
    file : str or Path
        A Python file in UTF-8, at most 1 MB. Loaded again after it has changed, it is taken anew.

    Returns
    -------
    Plugin
        What was loaded, as results name it.

    Raises
    ------
    InputError
        When the file is not there, does not load, declares nothing or takes a name that is taken.

    Examples
    --------
    >>> from jiaosuo import load_plugin
    >>> load_plugin("no_such_rule.py")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: plug-in: 'no_such_rule.py' is not allowed; must be a Python file ...
    """
    path = Path(file).expanduser().absolute()
    source = _text(path, str(file))
    return _take(Plugin(path.stem, str(path), digest_of(source.encode()), source))


def load_listed(listed: object, folder: Path, field: str = "plugins") -> None:
    """Load the files that a study or a place lists; they are looked for beside it, in `folder`.

    One that is not there is taken for loaded if a file of its name is: the place was copied since.
    """
    if not isinstance(listed, list) or not all(isinstance(each, str) and each for each in listed):
        raise InputError(field, listed, "must be a list of Python files that end in .py")
    _look()
    for each in listed:
        path, is_there = folder / Path(each).expanduser(), Path(each).stem in _here.files
        if _here.sealed and not is_there:
            raise InputError(field, each, SEALED)
        if not is_there or (path.exists() and not _here.sealed):
            load(path)


def seal() -> None:
    """Load no file in this process from now on: it serves others, whose places may list anything.

    Processes that it starts find the files that are loaded in JIAOSUO_PLUGINS.
    """
    _look()
    if _here.files:
        os.environ[VARIABLE] = os.pathsep.join(plugin.origin for plugin, _ in _here.files.values())
    _here.sealed = True


def files() -> tuple[Plugin, ...]:
    """The files that are loaded, in their order."""
    _look()
    return tuple(plugin for plugin, _ in _here.files.values())


def loaded() -> tuple[Plugin, ...]:
    """All plug-ins of this process: those that are installed, then the files."""
    return (*map(_of_a_distribution, installed()), *files())


def generation() -> int:
    """A number that grows whenever a file is loaded or left out: what was made of `entries` is then stale."""
    _look()
    return _here.generation


def entries[T](group: str, entry_type: type[T]) -> dict[str, T]:
    """What plug-ins declare for a shelf, by name; nothing while they are being loaded themselves."""
    return {name: value for _, name, value in declared(group) if isinstance(value, entry_type)}


def declared(group: str) -> Iterator[tuple[Plugin, str, object]]:
    """Every value of a group with its plug-in and its name: installed ones first, then those of files."""
    _look()
    for plugin, held in [*_installed_of(group), *_here.files.values()]:
        for name, value in held.get(group, {}).items():
            yield plugin, name, value


def owner(value: object) -> Plugin | None:
    """The plug-in that declares a value, None for one that is shipped or was made by hand."""
    group = group_of(value)
    found = () if group is None else declared(group)
    return next((plugin for plugin, _, each in found if each is value or each == value), None)


def digests(plugins: Iterable[Plugin] | None = None) -> dict[str, str]:
    """Name and content of plug-ins (default: all that a result may come from), as results keep them."""
    if plugins is None:
        held = {plugin for group in OF_RESULTS for plugin, _, _ in declared(group)}
        plugins = [each for each in loaded() if each in held]
    return {each.name: each.digest for each in plugins}


def holdings(plugin: Plugin) -> dict[str, tuple[str, ...]]:
    """What a plug-in declares: names by group, groups without any left out. Loads all groups."""
    found = {group: tuple(name for each, name, _ in declared(group) if each == plugin) for group in GROUPS}
    return {group: names for group, names in found.items() if names}


@contextmanager
def only(plugins: Iterable[Plugin]) -> Iterator[None]:
    """These files and no others, for as long as the block lasts: a worker may serve several drivers."""
    with _here.lock:
        _here.has_looked = True  # the driver's are all there are
        before = dict(_here.files)
        wanted = [each for each in plugins if each.source is not None]
        for each in wanted:
            _take(each, arrived=True)
        _set({each.name: _here.files[each.name] for each in wanted})
    try:
        yield
    finally:
        with _here.lock:
            _set(before)


def require(wanted: Mapping[str, str], what: str) -> None:
    """InputError where a plug-in that something was made with is not loaded, or is another now."""
    here = digests()
    for name, digest in wanted.items():
        if name not in here:
            lacking = f"it was made with the plug-in {name}; load that first (--plugin, or load_plugin)"
            raise InputError(what, name, lacking)
        if here[name] != digest:
            raise InputError(what, name, f"it was made with another content of the plug-in {name}")


def digest_of(content: bytes) -> str:
    """What names the content of a plug-in, the same on every system."""
    return blake2b(content.replace(b"\r\n", b"\n"), digest_size=8).hexdigest()


def _look() -> None:
    """Load what JIAOSUO_PLUGINS names, once."""
    if _here.has_looked:
        return
    with _here.lock:
        _here.has_looked = True
        try:
            for each in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
                load(each)
        except InputError:
            _here.has_looked = False
            raise


def _of_a_distribution(found: Installed) -> Plugin:
    return Plugin(found.name, found.origin, found.digest)


def _installed_of(group: str) -> list[Held]:
    """What installed plug-ins declare for a group: asked again while it is being loaded, nothing."""
    if group not in _here.installed:
        with _here.lock:
            if group in _here.installed:
                return _here.installed[group]
            _here.installed[group] = []
            try:
                for found in installed():
                    plugin, points = _of_a_distribution(found), found.points.get(group, ())
                    values = [each for point in points for each in values_of(point, group)]
                    _here.installed[group].append((plugin, gathered(plugin, values)))
            except BaseException:
                del _here.installed[group]
                raise
            _here.generation += any(held for _, held in _here.installed[group])
            _speak()
    return _here.installed[group]


def _arrived(plugin_as_sent: tuple[str, str, str, str | None]) -> Plugin:
    """A plug-in in another process than the one that sent it: a file is loaded from its text."""
    plugin = Plugin(*plugin_as_sent)
    _here.has_looked = True
    return plugin if plugin.source is None else _take(plugin, arrived=True)


def _take(plugin: Plugin, *, arrived: bool = False) -> Plugin:
    """Run a file and put what it declares on the shelves, unless it is there. `arrived`: from a driver."""
    with _here.lock:
        there = _here.files.get(plugin.name)
        if there is not None and there[0].digest == plugin.digest:
            return there[0]  # wherever it stands: a copy of a file is the same plug-in
        if not arrived:
            _check_may_load(plugin, there)
        others = {name: held for name, held in _here.files.items() if name != plugin.name}
        module = _run(plugin)
        found = [value for name, value in vars(module).items() if not name.startswith("_")]
        before, _here.files = _here.files, others
        try:
            held = gathered(plugin, found, arrived)
            if not held:
                nouns = ", ".join(each.noun for each in GROUPS.values())
                raise _refusal(plugin, "nothing", f"it must declare at least one of these: {nouns}")
        except InputError:
            _here.files = before
            raise
        _here.files = before
        _here.words[plugin] = dict(getattr(module, WORDS, {}))
        _set({**others, plugin.name: (plugin, held)})
        return plugin


def _check_may_load(plugin: Plugin, there: Held | None) -> None:
    if _here.sealed:
        raise InputError("plugins", plugin.file, SEALED)
    if there is not None and there[0].origin != plugin.origin:
        allowed = f"a plug-in of this name is loaded already, {there[0].origin}; rename the file"
        raise _refusal(plugin, plugin.name, allowed)


def _set(held: dict[str, Held]) -> None:
    changed = [plugin for plugin, _ in held.values()] != [plugin for plugin, _ in _here.files.values()]
    _here.files = held
    _here.generation += changed
    _speak()


def _speak() -> None:
    """Let the Chinese be heard of what stands on the shelves, and of nothing that was refused or left out."""
    words: dict[str, str] = {}
    for plugin, held in [*chain.from_iterable(_here.installed.values()), *_here.files.values()]:
        words |= _here.words.get(plugin, {})
        for value in chain.from_iterable(each.values() for each in held.values()):
            words |= _words_of(value)
    speak_also(words)


def gathered(plugin: Plugin, values: Iterable[object], arrived: bool = False) -> Entries:
    """What a plug-in declares, by group and name; InputError for a name that it cannot have.

    What a file only imports, such as a shipped rule that its own begins from, is none of its own. Of what has
    `arrived` from a driver, that one has checked the names.
    """
    found: dict[str, dict[str, object]] = {}
    for value in values:
        group = group_of(value)
        if group is None or _of_another(group, value):
            continue
        for name in names_of(value):
            if found.get(group, {}).get(name, value) is not value:
                raise _refusal(plugin, name, f"it declares two of them in {group}; rename one")
            if not arrived:
                _check_name(plugin, group, name)
            found.setdefault(group, {})[name] = value
    return found


def _words_of(value: object) -> Mapping[str, str]:
    """The Chinese name of a rule or map."""
    name, chinese = getattr(value, "name", None), getattr(value, "chinese", None)
    return {name: chinese} if isinstance(name, str) and isinstance(chinese, str) else {}


def _of_another(group: str, value: object) -> bool:
    import_module(GROUPS[group].shelf)  # makes the shelf, so that its names are known
    taken = [each for _, _, each in declared(group)] + [each for _, each in shipped(group)]
    return any(each is value for each in taken)


def _check_name(plugin: Plugin, group: str, name: str) -> None:
    noun = GROUPS[group].noun
    if group != "places" and not re.fullmatch(NAME.get(group, ANY_NAME), name):
        signs = "small letters, figures and _" if group in NAME else "small letters, figures, _ and -"
        raise _refusal(plugin, name, f"the name of a {noun} must be of {signs}, a letter first")
    if name in RESERVED.get(group, ()) or any(name == taken for taken, _ in shipped(group)):
        raise _refusal(plugin, name, f"a {noun} of this name is there without it; give it another name")
    other = next((each for each, taken, _ in declared(group) if taken == name and each != plugin), None)
    if other is not None:
        allowed = f"the plug-in {other.name} has a {noun} of this name; rename one of them"
        raise _refusal(plugin, name, allowed)


def _refusal(plugin: Plugin, value: str, allowed: str) -> InputError:
    return InputError(f"plug-in {plugin.file}", value, allowed)


def _text(path: Path, typed: str) -> str:
    """The text of a plug-in's file, which a refusal calls as it was `typed`."""
    try:
        if path.suffix == ".py" and path.is_file() and path.stat().st_size <= LONGEST_FILE:
            return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):  # no right to read, a name too long, no text
        pass
    raise InputError("plug-in", typed, "must be a Python file that ends in .py, in UTF-8")


def _run(plugin: Plugin) -> ModuleType:
    """The module of a file, run once; what it declares can be sent to workers by its name."""
    name = MODULE + re.sub(r"\W", "_", plugin.name)
    module = ModuleType(name)
    module.__file__ = plugin.origin
    source, before = plugin.source or "", sys.modules.get(name)
    sys.modules[name] = module  # classes look for their module there
    if not Path(plugin.origin).is_file():  # it came from another machine: errors show its lines all the same
        linecache.cache[plugin.origin] = (len(source), None, source.splitlines(True), plugin.origin)
    try:
        exec(compile(source, plugin.origin, "exec"), module.__dict__)  # running it is what a plug-in is for
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before
        if isinstance(error, InputError):
            raise
        raise _refusal(plugin, f"{type(error).__name__}: {error}", _must_load(plugin, error)) from error
    return module


def _must_load(plugin: Plugin, error: BaseException) -> str:
    steps = traceback.extract_tb(error.__traceback__)
    lines = [each.lineno for each in steps if each.filename == plugin.origin]
    line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
    return "it must load without an error" + ("" if line is None else f": see line {line}")
