"""Sweeps that are killed, stopped, starved of disk or run twice: what is stored stays, the rest runs again.

Real processes, real signals, a real full disk. The table at the end is that of a sweep nobody touched.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess

import pytest

from jiaosuo.experiments import sweep
from jiaosuo.model.core import plugins
from tests.sweeping import Here, alive, children, parts, session, started, table, tiny, until

WORLDS = 24


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("study"), replications=WORLDS // 2)


@pytest.fixture(scope="module")
def untouched(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("untouched")
    sweep(study, folder, engine=Here())
    return table(folder)


@pytest.fixture
def driver(study, tmp_path):
    """A driver with two workers that has stored something and is not yet done."""
    process = started("sweep", study, "--out", tmp_path / "out", "--jobs", 2)
    assert until(lambda: len(parts(tmp_path / "out")) >= 2), process.communicate()
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.ci
def test_a_killed_driver_leaves_no_process_and_the_same_command_goes_on(driver, study, untouched, tmp_path):
    out = tmp_path / "out"
    driver.kill()
    driver.communicate()
    assert until(lambda: not session(driver.pid), 10)
    kept = {file.name: file.read_bytes() for file in parts(out)}
    assert len(kept) >= 2
    again = Here()
    assert sweep(study, out, engine=again).complete
    assert 0 < len(again.done) < WORLDS
    assert {name: (out / "parts" / name).read_bytes() for name in kept} == kept
    assert table(out).equals(untouched)


@pytest.mark.ci
def test_a_second_driver_is_refused_with_the_name_of_the_first_and_a_killed_worker_costs_nothing(
    driver, study, untouched, tmp_path
):
    second = started("sweep", study, "--out", tmp_path / "out")
    os.kill(children(driver.pid)[0], signal.SIGKILL)
    _, said = second.communicate(timeout=120)
    assert second.returncode == 2
    assert f"process {driver.pid} of " in said
    assert "is writing to it" in said
    _, said = driver.communicate(timeout=300)
    assert driver.returncode == 0, said
    assert f"{2 * WORLDS} of {2 * WORLDS} runs are stored" in said
    assert table(tmp_path / "out").equals(untouched)


@pytest.mark.ci
def test_ctrl_c_stops_in_order_and_says_how_to_go_on(driver, study, untouched, tmp_path):
    os.killpg(driver.pid, signal.SIGINT)
    _, said = driver.communicate(timeout=30)
    assert driver.returncode == 130
    assert until(lambda: not session(driver.pid), 5)  # the interpreter's own tracker ends after its parent
    stored = len(parts(tmp_path / "out"))
    assert f"of {2 * WORLDS} runs are stored; go on with: jiaosuo sweep {study}" in said
    assert "Traceback" not in said
    assert stored >= 2
    assert sweep(study, tmp_path / "out", engine=Here()).complete
    assert table(tmp_path / "out").equals(untouched)


@pytest.mark.slow
def test_ctrl_c_twice_ends_at_once(driver):
    os.kill(driver.pid, signal.SIGSTOP)  # both presses arrive before the driver can answer the first
    for each in (signal.SIGINT, signal.SIGTERM):
        os.kill(driver.pid, each)
    os.kill(driver.pid, signal.SIGCONT)
    driver.communicate(timeout=60)
    assert driver.returncode == 130
    assert until(lambda: not session(driver.pid), 10)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 200 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here; see the test of the largest file instead")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


@pytest.mark.ci
def test_a_full_disk_is_said_plainly_and_the_sweep_goes_on_once_there_is_room(
    study, untouched, small_disk, tmp_path
):
    process = started("sweep", study, "--out", small_disk, "--jobs", 2)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert f"disk full at {small_disk}" in said
    assert "go on with: jiaosuo sweep" in said
    assert "Traceback" not in said
    assert until(lambda: not session(process.pid), 5)
    assert not [each for each in small_disk.rglob("*") if each.name.startswith(".unfinished")]
    grown = subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=False)
    assert grown.returncode == 0
    again = Here()
    assert sweep(study, small_disk, engine=again).complete
    assert len(again.done) < WORLDS
    assert table(small_disk).equals(untouched)


@pytest.mark.slow
def test_a_file_that_may_not_grow_is_a_full_disk_too(study, untouched, tmp_path):
    """The limit on files is the one way to run out of room that needs no privilege."""
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        sweep(study, out, engine=Here(stop_after=1))

    def cramped():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (18_000, resource.RLIM_INFINITY))

    process = started("sweep", study, "--out", out, "--jobs", 1, preexec_fn=cramped)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert f"disk full at {out}" in said
    assert not alive(process.pid)
    assert sweep(study, out, engine=Here()).complete
    assert table(out).equals(untouched)


def test_a_folder_that_cannot_be_written_is_refused_before_the_first_run(jiaosuo, study):
    code, _, said = jiaosuo("sweep", study, "--out", "/proc/nothing/here")
    assert code == 2
    assert "/proc/nothing/here" in said


PICKY = """
from jiaosuo.model.measures import Outcome


def picky(evidence):
    if evidence.scenario["delta"] == 0.2:
        raise ValueError("not of this delta")
    return 1.0, 1


PICKY = Outcome("picky", "Picky", "calls", "less", "one", "log", picky)
"""


@pytest.mark.ci
def test_a_run_that_raises_does_not_keep_the_others_from_completing(jiaosuo, tmp_path):
    (tmp_path / "picky.py").write_text(PICKY)
    file = tiny(tmp_path, 2, "[0.1, 0.2, 0.4]", "plugins = ['picky.py']\noutcomes = ['picky']")
    file.write_text(file.read_text() + "duty_slot_minutes = [30, 60]\n")
    out = tmp_path / "结果 of today"
    with plugins.only(()):
        code, _, said = jiaosuo("sweep", file, "--out", out, "--jobs", 2)
    assert code == 1
    assert "8 runs failed; first: ValueError: not of this delta" in said
    assert f"jiaosuo sweep {file} --out {shlex.quote(str(out))} --jobs 2 --retry-failed" in said
    runs = table(out)
    assert runs.filter(runs["error"].is_null()).height == 16
    assert set(runs.filter(runs["error"].is_not_null())["delta"]) == {0.2}
