"""What is installed is one package: the wheel holds `jiaosuo` alone, and works beside a rival model.py."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.functional.test_one_name import OURS, rivals, surroundings
from tools.catalogue import PACKAGES, file_of

pytestmark = pytest.mark.ci

ROOT = Path(__file__).parents[2]
FOLDERS = ("model", "experiments", "dashboard")
LOOK = """
import jiaosuo.dashboard.jobs.worker, jiaosuo.experiments.cli, jiaosuo.model.county
from jiaosuo import County, Scenario, compare, sweep
print(jiaosuo.__file__, Scenario.preset("zigui-2004").place)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("jiaosuo-*.whl")
    return made


def test_its_only_package_is_jiaosuo_with_every_file_of_the_three_folders(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in held if ".dist-info/" not in name} == {"jiaosuo"}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *FOLDERS], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split("\0")
    there = {f"jiaosuo/{name}" for name in listed if name and (ROOT / name).is_file()}
    assert len(there) > 400
    assert not there - held
    assert {name.rpartition(".")[2] for name in there} >= {"po", "toml", "csv", "vue", "js", "css", "json"}
    assert {"jiaosuo/__init__.py", "jiaosuo/experiments/constraints.txt"} <= held
    assert {f"jiaosuo/{file_of(package, Path()).as_posix()}" for package in PACKAGES} <= held


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a virtual environment: the wheel, and all else from this one."""
    place = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    command = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install"]
    more = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run([*command, *more], check=True, capture_output=True)
    (packages,) = place.glob("lib/python*/site-packages")
    # the libraries, but not this checkout: Python reads no .pth files of a folder named in one
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place / "bin"


def test_it_is_found_in_a_folder_that_holds_a_model_py(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed / "python"), "-c", LOOK],
        cwd=rivals(tmp_path, OURS), env=surroundings(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    file, place = done.stdout.split()
    assert Path(file).is_relative_to(installed.parent)
    assert place == "zigui-2004"


def test_its_doctor_finds_all_files(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = subprocess.run(
        [str(installed / "jiaosuo"), "doctor", "--quick", "--json", "--lang", "en", "--port", str(port)],
        cwd=rivals(tmp_path, OURS), env=surroundings(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-3000:]
    found = {each["name"]: each for each in json.loads(done.stdout)["findings"]}
    assert found["files"]["level"] == found["scripts of the page"]["level"] == "ok", done.stdout
    assert found["versions"]["level"] != "problem", done.stdout
    assert found["kept maps"]["said"][0].isdigit(), done.stdout  # how many; they may be of an older model


@pytest.mark.parametrize("instead", ["nothing", "files of text"])
def test_a_checkout_without_links_is_found(instead: str, tmp_path: Path) -> None:
    """Git on Windows writes a file of text for a link, unless told otherwise; an archive may drop it."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "jiaosuo").mkdir()
    shutil.copy(ROOT / "jiaosuo" / "__init__.py", tmp_path / "jiaosuo")
    if instead == "files of text":
        for folder in FOLDERS:
            (tmp_path / "jiaosuo" / folder).write_text(f"../{folder}")
    code = LOOK + "print(jiaosuo.model.county.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, env=surroundings() | {"PYTHONPATH": str(tmp_path)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert Path(done.stdout.splitlines()[1]) == tmp_path / "model" / "county.py"


def test_in_this_checkout_the_package_holds_links_to_the_folders() -> None:
    for folder in FOLDERS:
        assert os.path.samefile(ROOT / "jiaosuo" / folder, ROOT / folder)
