"""What is installed: versions beside their pins, files, assets of the page, and folders to write to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path

from jiaosuo.dashboard.doctor.finding import Finding, ok, problem, warning
from jiaosuo.model import __version__
from jiaosuo.model.core.words import N_

PROGRAM = N_("program")
VERSIONS, FILES, ASSETS, SCRIPTS = N_("versions"), N_("files"), N_("scripts of the page"), N_("charts")
KERNELS, RECORDINGS, MAPS = N_("kernels"), N_("recordings"), N_("kept maps")
POSTERIORS = N_("kept posteriors")
PLUGINS = N_("plug-ins")

AGAIN = N_("Install again: from the bundle, or by make setup.")
NAMED = 5
"""Names that a line lists."""

ESSENTIAL = {
    "model": ("core/locales/zh_CN/LC_MESSAGES/jiaosuo.po", "scenarios/zigui-2004/scenario.toml"),
    "dashboard": ("player/player.vue", "player/recording.js", "player/player.css", "assets/style.css"),
}
"""Some of what is no Python and would be missed on the page."""


def versions(pinned: Mapping[str, str] | None = None, needed: list[str] | None = None) -> Finding:
    """What is installed beside constraints.txt."""
    # the page opens without this
    from jiaosuo.experiments.provenance.distributions import needs, pins

    pinned = pins() if pinned is None else pinned
    held = {name: _version(name) for name in (list(needs()) if needed is None else needed)}
    missing = sorted(name for name, found in held.items() if found is None)
    if missing:
        return problem(VERSIONS, N_("missing: {names}"), AGAIN, names=_few(missing))
    other = [
        f"{name} {found} ({pinned.get(name, '–')})"
        for name, found in sorted(held.items())
        if found != pinned.get(name)
    ]
    if other:
        said = N_("{n} of {all} are not the tested ones: {names}")
        do = N_("It may work; the tested versions stand in brackets. To have them, install again.")
        return warning(VERSIONS, said, do, n=len(other), all=len(held), names=_few(other))
    return ok(VERSIONS, N_("all {n} libraries are the tested ones"), n=len(held))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _few(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def program() -> Finding:
    """Which jiaosuo this is."""
    return ok(PROGRAM, N_("jiaosuo {version}"), version=__version__)


def own_files() -> Finding:
    """Whether the files of jiaosuo are there."""
    return _complete(FILES, [*_essential(), *_recorded("jiaosuo")])


def assets() -> Finding:
    """Whether the scripts that the page takes from its own server are there."""
    return _complete(ASSETS, list(_recorded("solara-assets")))


def _complete(name: str, wanted: list[Path]) -> Finding:
    lost = [file for file in wanted if not file.is_file()]
    if lost or not wanted:
        names = _few([file.name for file in lost]) or "–"
        return problem(name, N_("{n} of {all} are missing: {names}"), AGAIN,
                       n=len(lost), all=len(wanted), names=names)  # fmt: skip
    return ok(name, N_("all {n} are there"), n=len(wanted))


def _essential() -> Iterator[Path]:
    root = Path(__file__).resolve().parents[2]
    for package, names in ESSENTIAL.items():
        yield from (root / package / name for name in names)


def _recorded(distribution: str) -> Iterator[Path]:
    """The files that came with a distribution; compiled ones may be gone."""
    try:
        listed = files(distribution) or []
    except PackageNotFoundError:
        return
    yield from (Path(str(each.locate())) for each in listed if each.suffix != ".pyc")


def charts() -> Finding:
    """Whether the script that draws the charts can be made and kept."""
    # the page opens without this
    from jiaosuo.dashboard.web.routes import vega_bundle

    try:
        file = vega_bundle()
    except OSError as error:
        return problem(SCRIPTS, N_("their script cannot be kept ({error})"), N_("Make room in {folder}."),
                       error=error.strerror or error, folder=_cache())  # fmt: skip
    return ok(SCRIPTS, N_("their script is ready ({size} kB)"), size=f"{file.stat().st_size / 1e3:,.0f}")


def kept_maps() -> Finding:
    """Whether tipping maps and why-charts are kept, and of this model."""
    # the page opens without this
    from jiaosuo.experiments.stored_studies import STUDIES, stored, stored_places

    there = [(study, place) for study in STUDIES for place in stored_places(study)]
    stale = [
        f"{study.STUDY}-{place}" for study, place in there if (one := stored(study, place)) and one.stale
    ]
    if stale:
        do = N_("The page says so beside each. To make them anew: make maps (some minutes).")
        return warning(MAPS, N_("{n} of {all} were made of an older model: {names}"), do,
                       n=len(stale), all=len(there), names=_few(stale))  # fmt: skip
    if not there:
        return warning(MAPS, N_("none: the page shows no tipping map"), N_("To make them: make maps."))
    return ok(MAPS, N_("{n} are of this model"), n=len(there))


def kept_posteriors() -> Finding:
    """Whether what the published figures leave of places is kept, and of this model."""
    # the page opens without this
    from jiaosuo.experiments.places.posteriors import shipped_names, shipped_posterior

    there = shipped_names()
    old = [name for name in there if shipped_posterior(name) is None]
    if old:
        do = N_("The page draws from what is plausible instead. To make them anew: make posteriors.")
        return warning(POSTERIORS, N_("{n} of {all} were made of an older model: {names}"), do,
                       n=len(old), all=len(there), names=_few(old))  # fmt: skip
    return ok(POSTERIORS, N_("{n} are of this model"), n=len(there))


def plugged() -> Finding:
    """Which plug-ins there are, installed or as files, and what each adds."""
    # the page opens without this
    from jiaosuo.model.core import plugins
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.plugin_installed import LEFT_OUT

    try:
        found = {each: plugins.holdings(each) for each in plugins.loaded()}
    except InputError as error:
        do = N_("Mend it, or leave it out: what is installed is left out where {variable} is set to 1.")
        return problem(PLUGINS, N_("{error}"), do, error=error, variable=LEFT_OUT)
    if not found:
        return ok(PLUGINS, N_("none"))
    told = [
        f"{each.name} ({each.origin}, {each.digest}): "
        + ", ".join(f"{group} {' '.join(names)}" for group, names in held.items())
        for each, held in found.items()
    ]
    return ok(PLUGINS, N_("{n}: {names}"), n=len(told), names="; ".join(told))


def kernels() -> Finding:
    """Whether compiled kernels can be kept, and are there."""
    import numba

    import jiaosuo.model.kernels.base.jit  # noqa: F401  it says where they are kept

    settings: object = numba.config
    folder = Path(str(getattr(settings, "CACHE_DIR", "")))
    if said := cannot_write(folder):
        do = N_("Every start compiles anew. Make the folder writable, or name one in NUMBA_CACHE_DIR.")
        return problem(KERNELS, N_("cannot be kept in {folder} ({error})"), do, folder=folder, error=said)
    if not any(folder.rglob("*.nbc")):
        do = N_("The first run compiles for a minute or two; this self-test does it for you.")
        return warning(KERNELS, N_("not compiled yet; kept in {folder}"), do, folder=folder)
    return ok(KERNELS, N_("compiled; kept in {folder}"), folder=folder)


def recordings() -> Finding:
    """Whether runs can be kept, and have room."""
    # the page opens without this
    from jiaosuo.dashboard.playback.store import MOST_BYTES, default_folder

    folder = default_folder()
    if said := cannot_write(folder):
        do = N_("Make the folder writable, or name another in JIAOSUO_TAPES.")
        return problem(RECORDINGS, N_("cannot be kept in {folder} ({error})"), do, folder=folder, error=said)
    free, most = shutil.disk_usage(folder).free, MOST_BYTES
    held = sum(file.stat().st_size for file in folder.glob("*/*") if file.is_file())
    values = {"folder": folder, "free": f"{free / 1e9:.1f}", "most": f"{most / 1e9:.1f}"}
    said = N_("kept in {folder}; {free} GB are free, they take at most {most} GB")
    if free + held < most:
        return warning(RECORDINGS, said, N_("Make room, or name another folder in JIAOSUO_TAPES."), **values)
    return ok(RECORDINGS, said, **values)


def cannot_write(folder: Path) -> str:
    """Why nothing can be written there; nothing if it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(os.urandom(4096))
            file.flush()
    except OSError as error:
        return str(error.strerror or error)
    return ""


def _cache() -> Path:
    # the page opens without this
    from jiaosuo.dashboard.playback.store import default_folder

    return default_folder().parent
