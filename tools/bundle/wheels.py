"""Wheels: what a target needs, fetched from the package index that pip is set up for, or built here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.utils import canonicalize_name, parse_wheel_filename

from jiaosuo.experiments.provenance.distributions import needs, pins
from tools.bundle.targets import Target

QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")


def wanted(target: Target) -> dict[str, str]:
    """Pinned versions of all that the target needs, by canonical name."""
    pinned = pins()
    return {name: pinned[name] for name in sorted(needs(environment=target.environment))}


def build_ours(root: Path, folder: Path) -> Path:
    """Our own wheel."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(root))
    (ours,) = folder.glob("jiaosuo-*.whl")
    return ours


def fetch_pip(folder: Path) -> None:
    """pip itself, so that a Python without it (Debian's without python3-venv) can install."""
    _pip("download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), "pip")


def fetch(target: Target, folder: Path, known: Path) -> list[str]:
    """Bring a target's wheels into the folder; those that are not to be had come back as NAME==VERSION.

    `known`: a folder of wheels that need not be fetched again: most are the same for every system. What the
    index has only as source is built here, and serves every target if it is plain Python.
    """
    todo = [f"{name}=={version}" for name, version in wanted(target).items()]
    built, missing = set[str](), list[str]()
    while lacking := _download(target, folder, known, todo):
        if lacking in built:
            missing.append(lacking)
            todo.remove(lacking)
        else:
            built.add(lacking)
            _build_plain(lacking, folder)
    return missing


def _download(target: Target, folder: Path, known: Path, todo: list[str]) -> str:
    """Bring a wheel for each into the folder; the first for which there is none, or nothing, comes back."""
    fits = [word for tag in target.tags for word in ("--platform", tag)]
    found = ["--find-links", str(folder), "--find-links", str(known)]
    words = ["--no-deps", "--only-binary=:all:", "--dest", str(folder), *found]
    try:
        _pip("download", *words, *fits, "--implementation", "cp", "--python-version", target.python, *todo)
    except subprocess.CalledProcessError as error:
        lacking = re.search(r"No matching distribution found for (\S+)", error.stderr)
        if lacking is None or lacking[1] not in todo:
            raise
        return lacking[1]
    return ""


def _build_plain(requirement: str, folder: Path) -> None:
    """Build one from its source and keep it if it runs anywhere, not only here."""
    with TemporaryDirectory() as scratch:
        try:
            _pip("wheel", "--no-deps", "--wheel-dir", scratch, requirement)
        except subprocess.CalledProcessError:
            return
        for file in Path(scratch).glob("*-none-any.whl"):
            shutil.move(file, folder / file.name)


def named(folder: Path) -> dict[str, list[Path]]:
    """The wheels of a folder by canonical name."""
    found: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.whl")):
        name, *_ = parse_wheel_filename(file.name)
        found.setdefault(str(canonicalize_name(name)), []).append(file)
    return found


def _pip(*words: str) -> None:
    """Run pip; its complaint is kept for the message, not printed."""
    command = [sys.executable, "-m", "pip", words[0], *QUIET, *words[1:]]
    subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
