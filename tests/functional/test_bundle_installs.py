"""The real bundle: built, installed where there is no network, used there. Only building asks the index."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.bundle import __main__ as bundle_command

ROOT = Path(__file__).parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="a bundle of Linux")]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle for this Python, in a folder with a space and Chinese characters in its path."""
    out = tmp_path_factory.mktemp("教学 盘")
    code = bundle_command.main(["--systems", "linux", "--pythons", PYTHON, "--out", str(out)])
    if code and not os.environ.get("CI"):
        pytest.skip("no package index answers here")
    assert code == 0
    (made,) = out.iterdir()
    return made


def without_network() -> list[str]:
    """Words before a command that leave it nothing but loopback; none where that is not allowed."""
    words = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if all(map(shutil.which, ("unshare", "ip"))) and not subprocess.run([*words, "true"]).returncode:
        return words
    return []


@dataclass(frozen=True)
class Machine:
    """A fresh home without a network, where the bundle is installed and run."""

    bundle: Path
    home: Path

    @property
    def installed(self) -> Path:
        """Where it is installed."""
        return self.home / "机房 一"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command: no network, and an index and proxies that are nowhere."""
        kept = {name: os.environ[name] for name in ("PATH", "OPENBLAS_CORETYPE") if name in os.environ}
        surroundings = kept | {
            "HOME": str(self.home),
            "PYTHON": sys.executable,
            "JIAOSUO_INSTALL": str(self.installed),
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        }
        return subprocess.run(
            [*without_network(), *command],
            cwd=self.home, env=surroundings, capture_output=True, encoding="utf-8", timeout=1_200,
        )  # fmt: skip

    def jiaosuo(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the bundle's script."""
        return self.run("sh", str(self.bundle / "jiaosuo.sh"), *words)


@pytest.fixture(scope="module")
def machine(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which the bundle has been started once."""
    found = Machine(bundle, tmp_path_factory.mktemp("家 目录"))
    done = found.jiaosuo("scenarios")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "zigui-2004" in done.stdout
    return found


def test_our_wheel_holds_every_file_of_the_packages(bundle: Path) -> None:
    (wheel,) = (bundle / "wheels").glob("jiaosuo-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", "model", "experiments", "dashboard"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    ).stdout.split("\0")  # fmt: skip
    there = {f"jiaosuo/{name}" for name in listed if name and (ROOT / name).is_file()}
    assert len(there) > 200
    assert not there - held
    assert "jiaosuo/experiments/constraints.txt" in held


def test_the_documentation_lies_beside_the_wheels(bundle: Path) -> None:
    assert all(
        (bundle / "site" / page).is_file() for page in ("index.html", "zh/teaching.html", "searchindex.js")
    )


def test_it_installs_without_a_network_and_compares(machine: Machine) -> None:
    words = ["compare", "zigui-2004", "--rules", "separate,integrated", "--days", "1", "--replications", "2"]
    done = machine.jiaosuo(*words, "--jobs", "1", "--set", "people_per_agent=25", "--json")
    assert done.returncode == 0, done.stderr[-3000:]
    text = json.dumps(json.loads(done.stdout))
    assert '"separate"' in text
    assert '"integrated"' in text


def test_what_it_installed_fits_together(machine: Machine) -> None:
    (pip,) = (machine.bundle / "wheels").glob("pip-*.whl")
    done = machine.run(str(machine.installed / "bin" / "python"), str(pip / "pip"), "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_doctor_there_finds_no_problem_and_a_page_that_is_answered(machine: Machine) -> None:
    done = machine.jiaosuo("doctor", "--json", "--port", "8791")
    document = json.loads(done.stdout)
    levels = {each["name"]: each["level"] for each in document["findings"]}
    assert done.returncode == 0, document
    assert levels["the page"] == levels["versions"] == levels["scripts of the page"] == "ok", document
