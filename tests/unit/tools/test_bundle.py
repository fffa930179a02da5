"""The bundle's lists and scripts, on one small enough for every day: a wheel that says what it was asked."""

from __future__ import annotations

import base64
import ensurepip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from jiaosuo.experiments.provenance.distributions import pins
from tools.bundle import __main__ as command
from tools.bundle import folder, wheels
from tools.bundle.targets import Target, targets

ROOT = Path(__file__).parents[3]
HERE = Target("linux", f"{sys.version_info.major}.{sys.version_info.minor}")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the start scripts of Linux")

SAYS_WHAT_IT_WAS_ASKED = "import sys, pathlib\nprint('asked', *sys.argv[1:])\n"


def test_windows_needs_what_linux_does_not() -> None:
    there, here = (wheels.wanted(Target(system, "3.13")) for system in ("windows", "linux"))
    assert set(there) - set(here) == {"colorama"}
    assert "uvloop" in set(here) - set(there)
    assert there["colorama"] == pins()["colorama"]


def test_wheels_are_taken_for_an_old_linux_whatever_this_one_is() -> None:
    tags = Target("linux", "3.13").tags
    assert "manylinux_2_28_x86_64" in tags
    assert "manylinux_2_34_x86_64" not in tags
    assert Target("windows", "3.12").tags == ["win_amd64"]


def test_a_marker_says_who_needs_it() -> None:
    every = targets(["linux", "linux-arm", "windows"], ["3.12", "3.13"])
    on = {
        system: [one for one in every if one.system == system] for system in ("linux", "linux-arm", "windows")
    }
    assert folder.marker(every, every) == ""
    assert folder.marker(on["windows"], every) == ' ; sys_platform == "win32"'
    assert folder.marker(on["linux"] + on["linux-arm"], every) == ' ; sys_platform == "linux"'
    old = [one for one in on["windows"] if one.python == "3.12"]
    assert folder.marker(old, every) == ' ; (sys_platform == "win32" and python_version == "3.12")'


@pytest.mark.parametrize("words", [["--systems", "beos"], ["--pythons", "2.7"]])
def test_what_is_not_supported_is_refused_by_name(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(words)
    assert ended.value.code == 2
    assert f"'{words[1]}' is not allowed; known: " in capsys.readouterr().err


def test_a_system_that_lacks_a_wheel_is_left_out_and_said(tmp_path, monkeypatch, capsys) -> None:
    pretend_index(monkeypatch, lacking={"windows"})
    assert command.main(["--out", str(tmp_path), "--pythons", "3.13"]) == 1
    assert (
        "windows with Python 3.13 ...\n  left out: the index has no wheel of a==1" in capsys.readouterr().out
    )
    made = tmp_path / "jiaosuo-bundle-0.1.0"
    assert json.loads((made / "bundle.json").read_text())["targets"] == ["linux with Python 3.13"]
    assert (made / "site" / "index.html").is_file()
    assert list(tmp_path.iterdir()) == [made]


def test_without_any_whole_system_nothing_is_written(tmp_path, monkeypatch, capsys) -> None:
    pretend_index(monkeypatch, lacking={"linux", "windows"})
    assert command.main(["--out", str(tmp_path)]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_the_site_nothing_is_written(tmp_path, monkeypatch, capsys) -> None:
    def failing(out: Path) -> None:
        raise subprocess.CalledProcessError(1, [sys.executable, "-m", "sphinx"])

    pretend_index(monkeypatch, lacking=set())
    monkeypatch.setattr(command, "build_site", failing)
    assert command.main(["--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "make bundle: sphinx failed\n"
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_does_not_answer_is_a_sentence(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    assert command.main(["--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("make bundle: ")
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def pretend_index(monkeypatch: pytest.MonkeyPatch, lacking: set[str]) -> None:
    """An index that needs no network: our wheel needs nothing, and some systems have no wheel of `a`."""
    monkeypatch.setattr(wheels, "build_ours", lambda root, into: wheel(into))
    monkeypatch.setattr(wheels, "fetch_pip", lambda into: None)
    monkeypatch.setattr(wheels, "fetch", lambda target, *_: ["a==1"] if target.system in lacking else [])
    monkeypatch.setattr(folder, "wanted", lambda target: {})
    monkeypatch.setattr(command, "build_site", lambda out: (out.mkdir(), (out / "index.html").touch()))


def wheel(into: Path) -> Path:
    """A wheel by our name that says what it was asked."""
    about = "jiaosuo-0.1.0.dist-info"
    content = {
        "jiaosuo/__init__.py": "",
        "jiaosuo/dashboard/__init__.py": "",
        "jiaosuo/dashboard/cli.py": SAYS_WHAT_IT_WAS_ASKED,
        "jiaosuo/model/__init__.py": "",
        "jiaosuo/model/__main__.py": "print('compiled')",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: jiaosuo\nVersion: 0.1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [f"{name},{digest(text)},{len(text)}" for name, text in content.items()]
    content[f"{about}/RECORD"] = "\n".join([*lines, f"{about}/RECORD,,"]) + "\n"
    into.mkdir(parents=True, exist_ok=True)
    file = into / "jiaosuo-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return file


def digest(text: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small bundle in a folder with a space and Chinese characters in its path."""
    monkeypatch.setattr(folder, "wanted", lambda target: {})
    made = tmp_path / "教学 盘"
    wheel(made / "wheels")
    (pip,) = (Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")
    shutil.copy(pip, made / "wheels")
    folder.write_lists(made, "0.1.0", [HERE])
    folder.write_scripts(made, ROOT, "0.1.0", [HERE])
    return made


def start(
    bundle: Path, *words: str, script: str = "jiaosuo.sh", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a script of the bundle, from elsewhere, with an index that pip must not ask."""
    surroundings = {
        **os.environ,
        "PYTHON": sys.executable,
        "JIAOSUO_INSTALL": str(bundle.parent / "机房 一"),
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PYTHONPATH": str(ROOT),
        **more,
    }
    return subprocess.run(
        ["sh", str(bundle / script), *words],
        cwd=ROOT,  # a folder with other code of the same names in it
        env=surroundings, capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip


@linux_only
def test_the_first_start_installs_and_the_second_only_runs(bundle: Path) -> None:
    first = start(bundle, "compare", "两 个", "--days=1")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1] == "asked compare 两 个 --days=1"
    assert "Installing" in first.stderr
    second = start(bundle, script="start.sh")
    assert second.stdout == "asked dashboard\n"
    assert second.stderr == ""


@linux_only
def test_a_damaged_wheel_is_not_installed(bundle: Path) -> None:
    (ours,) = (bundle / "wheels").glob("jiaosuo-*.whl")
    content = bytearray(ours.read_bytes())
    content[40] ^= 1
    ours.write_bytes(content)
    done = start(bundle, "doctor")
    assert done.returncode == 1
    assert "Copy the bundle again" in done.stderr
    assert "请重新复制安装包" in done.stderr
    assert not (bundle.parent / "机房 一" / "ready").exists()


@linux_only
def test_what_lies_in_the_way_is_not_deleted(bundle: Path) -> None:
    kept = bundle.parent / "机房 一" / "thesis.doc"
    kept.parent.mkdir()
    kept.write_text("mine")
    done = start(bundle)
    assert done.returncode == 1
    assert "holds something else" in done.stderr
    assert kept.read_text() == "mine"


@linux_only
def test_a_folder_that_cannot_be_is_told(bundle: Path) -> None:
    (bundle.parent / "file").write_text("")
    done = start(bundle, JIAOSUO_INSTALL=str(bundle.parent / "file" / "below"))
    assert done.returncode == 1
    assert "name another in JIAOSUO_INSTALL" in done.stderr
    assert "Traceback" not in done.stderr


@linux_only
def test_a_python_that_does_not_fit_is_told(bundle: Path) -> None:
    about = {"version": "0.1.0", "targets": ["windows with Python 3.12"]}
    (bundle / "bundle.json").write_text(json.dumps(about), "utf-8")
    script = start(bundle)
    assert script.returncode == 1
    assert "READ-ME.txt says which" in script.stderr
    done = subprocess.run(
        [sys.executable, str(bundle / "install.py")], capture_output=True, encoding="utf-8", timeout=60,
        env=os.environ | {"JIAOSUO_INSTALL": str(bundle.parent / "none")},
    )  # fmt: skip
    assert done.returncode == 1
    assert "this bundle is for windows with Python 3.12; this is linux" in done.stderr


def test_scripts_for_windows_are_as_windows_reads_them(bundle: Path) -> None:
    for script in bundle.glob("*.bat"):
        content = script.read_bytes()
        assert content.isascii()
        assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert (bundle / "READ-ME.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_folder_has_the_pages_that_it_names(bundle: Path) -> None:
    words = (bundle / "READ-ME.txt").read_text("utf-8-sig")
    assert str(HERE) in words
    assert {"teaching.md", "licences.md"} <= {page.name for page in (bundle / "docs").iterdir()}
    assert (bundle / "docs" / "zh" / "teaching.md").is_file()
