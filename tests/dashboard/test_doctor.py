"""The doctor: each look says what is well, what is not and what to do; the command ends with 0 or 1."""

from __future__ import annotations

import http.server
import json
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from jiaosuo.dashboard import doctor
from jiaosuo.dashboard.doctor import installed, machine, trial
from jiaosuo.dashboard.doctor.finding import Finding, Level, ok, problem, warning
from jiaosuo.dashboard.doctor.render import as_json, show, summary
from jiaosuo.experiments.validation.validation_result import ValidationResult
from tests.dashboard.conftest import free_port

CHINESE = re.compile(r"[一-鿿]")
GIB = 2**30


def in_words(finding: Finding, language: str = "en") -> str:
    told = finding.to_json(language)
    return f"{told['said']} {told['do']}"


@pytest.mark.parametrize(
    ("version", "level"), [((3, 11, 9), Level.PROBLEM), ((3, 12, 0), Level.OK), ((3, 13, 1), Level.OK)]
)
def test_a_python_that_is_too_old_is_a_problem(version, level) -> None:
    found = machine.python(version)
    assert found.level == level
    assert ".".join(map(str, version)) in in_words(found)
    assert ("3.12 or newer" in in_words(found)) == (level == Level.PROBLEM)


@pytest.mark.parametrize(
    ("free", "workers", "level"),
    [(GIB // 2, 1, Level.PROBLEM), (2 * GIB, 4, Level.WARNING), (16 * GIB, 4, Level.OK)],
)
def test_memory_is_held_against_what_server_and_workers_take(free, workers, level) -> None:
    assert machine.memory(workers, free).level == level


@pytest.mark.parametrize(
    ("pages", "free", "files", "level", "bears"),
    [
        (90, 4_000, 1_200, Level.OK, "100"),
        (240, 4_000, 1_200, Level.WARNING, "100"),
        (90, 1_150, 100_000, Level.WARNING, "25"),
        (90, 500, 100_000, Level.WARNING, "0"),
    ],
)
def test_how_many_pages_a_machine_bears_is_told(pages, free, files, level, bears) -> None:
    found = machine.room(1, pages, 120, free * 2**20, files)
    assert found.level == level
    told = found.to_json("en")
    assert told["said"].startswith(f"{pages} pages, {min(pages, 120)} of them from one address")
    assert told["said"].endswith(f"bears about {bears}")
    assert (found.level == Level.OK) == (told["do"] == "")


def test_one_processor_is_a_warning() -> None:
    assert machine.processors(0, 1).level == Level.WARNING
    assert machine.processors(0, 2).level == Level.OK


def test_a_free_port_is_well_and_a_taken_one_a_problem() -> None:
    number = free_port()
    assert machine.port("127.0.0.1", number).level == Level.OK
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", number))
        stranger.listen()
        found = machine.port("127.0.0.1", number)
    assert found.level == Level.PROBLEM
    assert "--port" in in_words(found)


@pytest.mark.parametrize("host", ["192.0.2.77", "a" * 300])
def test_an_address_that_is_not_ours_is_a_problem_and_no_traceback(host) -> None:
    assert machine.port(host, 8765).level == Level.PROBLEM


@contextmanager
def answering(pages: dict[str, str]):
    """A small server on loopback with these pages; its link."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = pages.get(self.path)
            self.send_response(404 if text is None else 200)
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_that_already_runs_there_is_a_warning() -> None:
    with answering({"/healthz": "{}"}) as link:
        found = machine.port("127.0.0.1", int(link.rsplit(":", 1)[1].strip("/")))
    assert found.level == Level.WARNING
    assert "already runs" in in_words(found)


def test_without_chinese_glyphs_the_doctor_names_a_font(monkeypatch) -> None:
    monkeypatch.setattr(machine, "_drawn", lambda character: b"an empty box")
    found = machine.glyphs()
    assert found.level == Level.WARNING
    assert "fonts-noto-cjk" in in_words(found)


def test_glyphs_are_looked_for_in_a_picture() -> None:
    assert machine._drawn("A") != machine._drawn("B")
    assert machine._drawn("A") == machine._drawn("A")


def test_addresses_are_those_of_the_local_network_likely_ones_first(monkeypatch) -> None:
    from collections import namedtuple

    import psutil

    held, state = namedtuple("held", "family address"), namedtuple("state", "isup")
    nets = {
        "lo": "127.0.0.1", "wifi": "169.254.3.4", "cable": "192.168.1.20", "off": "10.0.0.9", "out": "8.8.4.4"
    }  # fmt: skip
    monkeypatch.setattr(
        psutil, "net_if_addrs", lambda: {n: [held(socket.AF_INET, a)] for n, a in nets.items()}
    )
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {n: state(n != "off") for n in nets})
    assert machine.local_addresses() == ["192.168.1.20", "8.8.4.4", "169.254.3.4"]
    assert "http://192.168.1.20:8765/" in in_words(machine.address(8765))


def test_a_machine_in_no_network_is_told_of_the_hotspot() -> None:
    found = machine.address(8765, [])
    assert found.level == Level.WARNING
    assert "hotspot" in in_words(found)


def test_versions_beside_their_pins() -> None:
    from importlib.metadata import version

    numpy = version("numpy")
    assert installed.versions({"numpy": numpy}, ["numpy"]).level == Level.OK
    other = installed.versions({"numpy": "1.0"}, ["numpy"])
    assert other.level == Level.WARNING
    assert f"numpy {numpy} (1.0)" in in_words(other)
    missing = installed.versions({}, ["numpy", "no-such-thing"])
    assert missing.level == Level.PROBLEM
    assert "no-such-thing" in in_words(missing)


def test_a_file_that_is_gone_is_named(monkeypatch) -> None:
    assert installed.own_files().level == Level.OK
    assert installed.assets().level == Level.OK
    monkeypatch.setattr(installed, "ESSENTIAL", {"dashboard": ("player/gone.vue",)})
    found = installed.own_files()
    assert found.level == Level.PROBLEM
    assert "gone.vue" in in_words(found)


def test_scripts_that_never_came_are_a_problem(monkeypatch) -> None:
    monkeypatch.setattr(installed, "_recorded", lambda name: iter(()))
    assert installed.assets().level == Level.PROBLEM


def test_folders_that_cannot_be_written_are_problems(tmp_path, monkeypatch) -> None:
    import numba

    import jiaosuo.model.kernels.base.jit  # noqa: F401  it sets the folder once, when it is first imported

    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "below"
    monkeypatch.setenv("JIAOSUO_TAPES", str(below))
    assert installed.recordings().level == Level.PROBLEM
    assert str(below) in in_words(installed.recordings())
    assert installed.charts().level == Level.PROBLEM
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(below))
    assert installed.kernels().level == Level.PROBLEM
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "empty"))
    assert installed.kernels().level == Level.WARNING


def test_a_full_disk_is_foreseen(tmp_path, monkeypatch) -> None:
    import shutil

    monkeypatch.setenv("JIAOSUO_TAPES", str(tmp_path))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    assert installed.recordings().level == Level.WARNING


def test_maps_that_are_missing_or_old_are_warnings(monkeypatch) -> None:
    from jiaosuo.experiments import stored_studies

    monkeypatch.setattr(stored_studies, "stored_places", lambda study: [])
    assert installed.kept_maps().level == Level.WARNING
    monkeypatch.setattr(stored_studies, "stored_places", lambda study: ["zigui-2004"])
    monkeypatch.setattr(stored_studies, "stored", lambda study, place: stored_studies.Stored({}, stale=True))
    assert "why-zigui-2004" in in_words(installed.kept_maps())
    monkeypatch.setattr(stored_studies, "stored", lambda study, place: stored_studies.Stored({}, stale=False))
    assert installed.kept_maps().level == Level.OK


def test_posteriors_of_an_older_model_are_a_warning(monkeypatch) -> None:
    from jiaosuo.experiments.places import posteriors

    monkeypatch.setattr(posteriors, "shipped_names", lambda: ["county-town", "zigui-2004"])
    monkeypatch.setattr(posteriors, "shipped_posterior", lambda name: name if name == "zigui-2004" else None)
    found = installed.kept_posteriors()
    assert found.level == Level.WARNING
    assert "1 of 2" in in_words(found)
    assert "county-town" in in_words(found)
    monkeypatch.setattr(posteriors, "shipped_posterior", str)
    assert installed.kept_posteriors().level == Level.OK


def test_what_goes_wrong_in_the_trial_is_a_problem_and_no_traceback(monkeypatch) -> None:
    import jiaosuo.experiments.validation.validate as validation
    from jiaosuo import model

    def broken(*_, **__):
        raise MemoryError("no room")

    monkeypatch.setattr(model, "County", broken)
    monkeypatch.setattr(validation, "validate", broken)
    monkeypatch.setattr(trial, "served", broken_server)
    for look in (trial.county, trial.theory, trial.page):
        assert look().level == Level.PROBLEM
    assert "no room" in in_words(trial.county())


@contextmanager
def broken_server():
    raise OSError("address already in use")
    yield


def test_a_county_that_disagrees_with_theory_is_a_problem(monkeypatch) -> None:
    import jiaosuo.experiments.validation.validate as validation

    result = ValidationResult(
        validation="quick", level=0.999, tolerance=0.05, holds=False, claims=(), failures=()
    )
    monkeypatch.setattr(validation, "validate", lambda *_, **__: result)
    assert trial.theory().level == Level.PROBLEM


def test_a_page_is_asked_for_all_that_it_names() -> None:
    text = '<script src="/here.js"></script><link href="gone.css"><img src="http://198.51.100.1/far.png">'
    with answering({"/": text, "/here.js": "x", "/healthz": "x", "/assets/vega.js": "x"}) as link:
        lacking, asked, outside = trial.visit(link)
    assert lacking == ["/gone.css"]
    assert asked == 5
    assert outside == ["http://198.51.100.1/far.png"]


def test_a_server_that_ends_at_once_is_told_with_its_words(monkeypatch, tmp_path) -> None:
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\necho no space left\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(failing))
    found = trial.page()
    assert found.level == Level.PROBLEM
    assert "no space left" in in_words(found)


def test_levels_add_up_to_a_sentence() -> None:
    assert summary([Level.OK], "en") == "Ready for a class."
    assert "1" in summary([Level.OK, Level.WARNING], "en")
    assert summary([Level.WARNING, Level.PROBLEM], "en").startswith("Not ready")
    assert CHINESE.search(summary([Level.PROBLEM], "zh_CN"))


MADE = (
    ok("port", "{port} is free on {host}", port=1, host="x"),
    warning("charts", "missing: {names}", "End it by hand.", names="[bold]a[/bold]"),
)


def test_findings_are_shown_one_by_one_in_both_languages(capsys) -> None:
    assert show(MADE, "zh_CN")
    chinese = capsys.readouterr().out
    assert "正常" in chinese
    assert "请手动结束该进程" in chinese
    assert not show([problem("port", "missing: {names}", "End it by hand.", names="a")], "en")
    assert "[bold]a[/bold]" in chinese


def test_the_json_has_every_finding() -> None:
    text, ready = as_json(MADE, "en", ["http://192.168.1.20:8765/"])
    document = json.loads(text)
    assert ready is document["ready"] is True
    assert [each["level"] for each in document["findings"]] == ["ok", "warning"]
    assert document["addresses"] == ["http://192.168.1.20:8765/"]


def called(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jiaosuo.dashboard.cli", "doctor", *words],
        cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8", timeout=400,
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "100"},
    )  # fmt: skip


def test_the_command_ends_with_one_where_there_is_a_problem() -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        done = called("--quick", "--lang", "zh", "--port", str(stranger.getsockname()[1]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "尚不能上课" in done.stdout
    lines = [line for line in done.stdout.splitlines() if line[:1] in "✓!✗" and line]
    assert len(lines) == len(doctor.checks("127.0.0.1", 0, 0, quick=True))
    assert all(CHINESE.search(line) for line in lines)
    assert not done.stderr


def test_a_port_that_is_none_is_bad_input() -> None:
    done = called("--port", "70000")
    assert done.returncode == 2
    assert "port: 70000 is not allowed" in done.stderr


@pytest.mark.slow
def test_the_doctor_passes_this_machine_with_a_page_that_is_really_answered() -> None:
    done = called("--json", "--port", str(free_port()))
    document = json.loads(done.stdout)
    assert done.returncode == 0, document
    found = {each["name"]: each for each in document["findings"]}
    assert found["the page"]["level"] == found["theory"]["level"] == "ok", found
    assert "none from outside" in found["the page"]["said"]
    assert re.search(r"[1-9]\d* calls", found["a county's day"]["said"])
