"""What jiaosuo is built on is pinned, fits together, and is listed with its licences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from jiaosuo.experiments.catalogue.licences_page import page
from jiaosuo.experiments.provenance import distributions
from jiaosuo.experiments.provenance.distributions import licence, needs, parts, pins

ROOT = Path(__file__).parents[2]
ONLY_ELSEWHERE = {"colorama"}
"""Pinned for another system, so not installed here."""


def test_constraints_hold_a_pin_for_all_that_is_needed_and_for_nothing_else() -> None:
    wanted = set(needs(extras=["dev"]))
    assert set(pins()) == wanted | ONLY_ELSEWHERE, "make pins"


@pytest.mark.parametrize("system", [("linux", "Linux"), ("win32", "Windows")], ids=lambda pair: pair[0])
@pytest.mark.parametrize("python", ["3.12", "3.13"])
def test_every_system_that_is_supported_finds_its_pins(system: tuple[str, str], python: str) -> None:
    name, platform = system
    there = {
        "sys_platform": name,
        "platform_system": platform,
        "python_version": python,
        "python_full_version": python + ".0",
    }
    assert not needs(environment=there).keys() - pins().keys()


def test_what_is_installed_is_what_is_pinned() -> None:
    pinned = pins()
    other = {name: version(name) for name in needs(extras=["dev"]) if version(name) != pinned[name]}
    assert not other, "make setup"


def test_the_tools_for_the_page_are_named_by_exact_version() -> None:
    """There is no lock file: what `make check` installs with npm must follow from package.json alone."""
    named = json.loads((ROOT / "package.json").read_text())
    assert set(named) == {"private", "type", "devDependencies"}
    assert all(re.fullmatch(r"\d+(\.\d+){2}", each) for each in named["devDependencies"].values())


def test_what_is_installed_fits_together() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_that_the_code_imports_is_asked_for_by_name() -> None:
    """Not only by grace of something else that asks for it."""
    asked = {name for name, by in needs(extras=["geo", "notebook"]).items() if distributions.US in by}
    names = {
        "vl_convert": "vl-convert-python",
        "SALib": "salib",
        "sklearn": "scikit-learn",
        "PIL": "pillow",
        "charset_normalizer": "charset-normalizer",
    }
    standard = set(sys.stdlib_module_names) | {"jiaosuo"}
    # Solara's own two, what Mesa's collector answers with, and what calls us before we import it
    with_others = {"ipyvue", "reacton", "pandas", "IPython"}
    not_for_users = {"distributed", "playwright"}  # for a cluster, and for `make pictures`
    found = {name for folder in ("model", "experiments", "dashboard") for name in imports(ROOT / folder)}
    missing = {names.get(name, name) for name in found - standard - with_others - not_for_users} - asked
    assert not missing, "pyproject.toml: dependencies"


def imports(folder: Path) -> set[str]:
    """The top names of everything a folder's files import."""
    import ast

    found = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def test_the_page_of_licences_is_that_of_what_is_installed() -> None:
    assert (ROOT / "docs" / "licences.md").read_text(encoding="utf-8") == page(), "make licences"


def test_the_page_names_every_part_and_no_address() -> None:
    text = page()
    for part in parts(["dev"]):
        assert f"| `{part.name}` |" in text
    assert "://" not in text


def test_the_command_lists_name_version_and_licence(jiaosuo) -> None:
    code, out, _ = jiaosuo("licences", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert rows["numpy"]["version"] == version("numpy")
    assert "BSD-3-Clause" in rows["numpy"]["licence"]
    assert distributions.US in rows["numpy"]["needed_by"]


def test_the_command_refuses_a_page_that_is_none(jiaosuo, tmp_path) -> None:
    code, _, said = jiaosuo("licences", "--out", tmp_path / "page.txt")
    assert code == 2
    assert ".md" in said


def made(folder: Path, name: str, *lines: str) -> None:
    """An installed distribution with these lines of metadata."""
    about = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    about.mkdir()
    head = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0"]
    (about / "METADATA").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def test_needs_follow_markers_and_extras(tmp_path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    made(tmp_path, "made-top", "Requires-Dist: made-mid[more]", "Provides-Extra: x",
         'Requires-Dist: made-x; extra == "x"')  # fmt: skip
    made(tmp_path, "made-mid", "Provides-Extra: more", 'Requires-Dist: made-low; extra == "more"',
         'Requires-Dist: made-win; sys_platform == "win32"')  # fmt: skip
    made(tmp_path, "made-low", "Requires-Dist: made-top")  # a circle ends
    here = {"made-mid": {"made-top"}, "made-low": {"made-mid"}}
    assert needs("made-top", environment={"sys_platform": "linux"}) == here
    there = here | {"made-win": {"made-mid"}}
    assert needs("made-top", environment={"sys_platform": "win32"}) == there
    with_x = here | {"made-x": {"made-top"}}
    assert needs("made-top", ["x"], {"sys_platform": "linux"}) == with_x


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["License-Expression: MIT", "License: something else"], "MIT"),
        (["License: Apache 2.0"], "Apache 2.0"),
        (["License: =====", "Classifier: License :: OSI Approved :: BSD License"], "BSD License"),
        (
            ["License: Copyright (c) 2001 A. Person", "Classifier: License :: OSI Approved"],
            distributions.UNKNOWN,
        ),
        (["License: " + "words " * 40, "Classifier: License :: OSI Approved :: ISC"], "ISC"),
        ([], distributions.UNKNOWN),
    ],
)
def test_a_licence_is_named_by_the_best_that_is_said(lines, name, tmp_path, monkeypatch) -> None:
    from importlib.metadata import metadata

    monkeypatch.syspath_prepend(tmp_path)
    made(tmp_path, "made-part", *lines)
    assert licence(metadata("made-part")) == name
