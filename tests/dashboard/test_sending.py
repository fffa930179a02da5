"""One file to send: what it holds, what it asks of nobody, and what is refused before anything is run."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from jiaosuo.dashboard import cli, link
from jiaosuo.dashboard.choice.comparison import Comparison, Side
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import set_broker
from jiaosuo.dashboard.jobs.messages import ChunkJob
from jiaosuo.dashboard.jobs.worker import Worker
from jiaosuo.dashboard.page import panel_data, report
from jiaosuo.dashboard.playback.packing import header_of, unpack
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.results import verdict
from jiaosuo.dashboard.sending import script, tapes
from jiaosuo.dashboard.sending.command import Request, run
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.sending.stored import stored
from jiaosuo.dashboard.sending.tapes import MOST_BYTES, MOST_OF_TAPES, recorded
from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.comparison.verdict import findings
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.experiments.replication.world import under_rule
from jiaosuo.model import Scenario
from jiaosuo.model.core.words import CHINESE, ENGLISH, speaker
from tests.dashboard.node_path import NODE
from tests.dashboard.test_verdict import SOONER, rows
from tests.sweeping import tiny

RULES = ("separate", "integrated")
DAYS, WORLDS = 0.25, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small county."""
    made = tmp_path_factory.mktemp("sent")
    tiny(made)
    return made


@pytest.fixture(scope="module")
def sent(folder: Path) -> str:
    """The text of one file, of a quarter of a day of a small county."""
    file, place = folder / "play.html", str(folder / "tiny.toml")
    run(Request(place, ",".join(RULES), file, str(DAYS), WORLDS, "4", None, ("delta=0.3",), 1), ENGLISH)
    return file.read_text("utf-8")


def scenario(folder: Path, **values: Any) -> Scenario:
    return open_place(str(folder / "tiny.toml"), seed=4, **values).scenario


def data_of(text: str) -> dict[str, Any]:
    """What the file's script reads."""
    found = re.search(r'<script type="application/json" id="sent-data">(.*?)</script>', text, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_file_asks_no_network_and_says_so_to_the_browser(sent: str) -> None:
    assert "Content-Security-Policy\" content=\"default-src 'none';" in sent
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", sent, flags=re.S)
    assert not re.search(r"\b(?:src|href|action|srcset)=", re.sub(r'src="data:[^"]*"', "", markup))
    looks = "".join(re.findall(r"<style>(.*?)</style>", sent, re.S))
    assert looks
    assert not re.search(r"@import|url\(", looks)
    assert re.findall(r"https?://[^\s\"'`<)]+", sent.replace("http://www.w3.org/", "")) == []
    assert re.search(r"^(?:import|export)\b", sent, re.M) is None


def test_both_languages_are_in_it_and_nothing_of_theirs_is_missing(sent: str) -> None:
    data = data_of(sent)
    assert data["lang"] == "en"
    english, chinese = data["languages"]["en"], data["languages"]["zh-CN"]
    assert english.keys() == chinese.keys()
    assert english["words"].keys() == chinese["words"].keys()
    assert (english["names"], chinese["names"]) == (
        {"left": "separate", "right": "integrated"},
        {"left": "分设", "right": "整体合一"},
    )
    assert [each["name"] for each in english["outcomes"]] == list(english["verdicts"])
    assert english["verdicts"].keys() == chinese["verdicts"].keys()
    assert data["focus"] in english["verdicts"]
    for language in (ENGLISH, CHINESE):
        assert speaker(language)("What is compared") in sent
        assert speaker(language)("What {n} worlds say", n=WORLDS) in sent


def test_the_verdict_is_that_of_the_comparison_of_the_same_worlds(sent: str, folder: Path) -> None:
    place = scenario(folder, delta=0.3)
    result = compare(place, RULES, DAYS, WORLDS).result
    text = unescape(sent)
    for language in (ENGLISH, CHINESE):
        for sentence in findings(result, language):
            assert f"<li>{sentence}</li>" in text
    focus = data_of(sent)["focus"]
    said = data_of(sent)["languages"]["en"]["verdicts"][focus]
    assert said["text"] == verdict.short(result, focus, ENGLISH).text
    assert f'<span class="verdict-line">{said["text"]}</span>' in text, "for a preview without scripts"


def test_it_says_what_is_compared_and_how_to_make_it_again(sent: str) -> None:
    text = unescape(sent)
    for name, value in (("Days", "0.25"), ("Seed", "4"), ("Left", "separate"), ("Staffing", "workload")):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in text
    assert "delta = 0.3" in text
    assert f"--rules separate,integrated --days {DAYS} --replications {WORLDS} --seed 4" in text


def test_every_resource_of_the_plan_is_in_it_once_and_is_what_the_recorder_made(
    sent: str, folder: Path
) -> None:
    data = data_of(sent)
    place = scenario(folder, delta=0.3)
    made = recorded(under_rule(place, RULES[0]), under_rule(place, RULES[1]), DAYS)
    held = {name: base64.b64decode(text) for name, text in data["tapes"].items()}
    assert held == dict(made.resources)
    used: set[str] = set()
    for side in ("left", "right"):
        world = data["plan"][side]
        spans = [(each["from"], each["to"]) for each in world["chunks"]]
        assert spans == [(0, 120), (120, 240), (240, 360)]
        for chunk in world["chunks"]:
            for kind in ("scene", "result"):
                header = header_of(gzip.decompress(held[chunk[kind]]))
                assert (header["kind"], header["from"], header["to"]) == (kind, chunk["from"], chunk["to"])
            used |= {chunk["scene"], chunk["result"]}
        used.add(world["head"])
        header, tables = unpack(gzip.decompress(held[world["head"]]))
        assert header["kind"] == "head"
        assert len(header["townships"]) == 4
        assert tables["officers"]["corps"].size
    assert used == set(held)


def test_the_player_its_words_and_the_text_leave_the_tapes_their_room(sent: str) -> None:
    tapes_ = sum(len(text) for text in data_of(sent)["tapes"].values())
    assert len(sent.encode()) - tapes_ < MOST_BYTES - MOST_OF_TAPES


def test_days_that_do_not_fit_are_refused_with_those_that_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = [under_rule(scenario(folder), rule) for rule in RULES]
    one_day = recorded(*pair, 1.0)
    monkeypatch.setattr(tapes, "MOST_OF_TAPES", one_day.size)
    with pytest.raises(NotSendable, match=r"^3 days do not fit .*: 1 do \(--days 1\)") as refused:
        recorded(*pair, 3.0)
    assert "3 天" in refused.value.problem.told(CHINESE)
    assert recorded(*pair, 1.0).size == one_day.size, "what is told fits"
    monkeypatch.setattr(tapes, "MOST_OF_TAPES", one_day.size // 2)
    with pytest.raises(NotSendable, match=r"^1 days do not fit") as shorter:
        recorded(*pair, 1.0)
    told = re.search(r"--days ([\d.]+)", str(shorter.value))
    assert told
    assert 0 < float(told[1]) < 1
    recorded(*pair, float(told[1]))
    monkeypatch.setattr(tapes, "MOST_OF_TAPES", 100)
    with pytest.raises(NotSendable, match="not even 120 minutes"):
        recorded(*pair, 1.0)


def test_the_size_of_tapes_is_no_less_than_what_they_take_in_the_file(sent: str) -> None:
    held = {name: base64.b64decode(text) for name, text in data_of(sent)["tapes"].items()}
    said = json.dumps(data_of(sent)["tapes"], separators=(",", ":"))
    assert len(said) <= sum(tapes.in_file(each) for each in held.values()) + 2
    assert len(said) > 0.99 * sum(tapes.in_file(each) for each in held.values())


def test_a_change_of_the_timeline_brings_a_new_header(folder: Path) -> None:
    place = scenario(folder, timeline=[{"day": 0.1, "rule": "integrated"}])
    made = recorded(under_rule(place, "timeline"), under_rule(scenario(folder), "separate"), 0.25)
    left, right = (made.worlds[side].chunks for side in ("left", "right"))
    assert [each.header is not None for each in left] == [True, False, True][: len(left)]
    assert [each.header is not None for each in right] == [True, False, False][: len(right)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--rules", "separate"), "two or more rules"),
        (("--rules", "separate,integrated,stationed"), "here are 3"),
        (("--rules", "separate,nothing"), "nothing"),
        (("--rules", "separate,integrated", "--days", "nan"), "days"),
        (("--rules", "separate,integrated", "--days", "0"), "days"),
        (("--rules", "separate,integrated", "--replications", "0"), "replications"),
        (("--rules", "separate,integrated", "--set", "nothing=1"), "nothing"),
        (("--rules", "separate,integrated", "--staffing", "fair"), "fair"),
        (("--rules", "separate,integrated", "--jobs", "-1"), "jobs"),
        (("--rules", "separate,integrated", "--lang", "xx"), "xx"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence_and_no_file(
    asked: tuple[str, ...], said: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = _called(capsys, monkeypatch, "county-town", *asked, "--out", tmp_path / "play.html")
    assert code == 2
    assert said in told
    assert len(told.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there_is_told_as_elsewhere(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = _called(
        capsys, monkeypatch, "nowhere", "--rules", "separate,integrated", "--out", tmp_path / "a.html"
    )
    assert code == 2
    assert "nowhere" in told


@pytest.mark.parametrize("name", ["play", "play.pdf", "no/such/folder/play.html", "folder.html", "pipe.html"])
def test_what_cannot_be_the_file_is_refused_before_anything_is_run(
    name: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.html").mkdir()
    os.mkfifo(tmp_path / "pipe.html")
    monkeypatch.setattr("jiaosuo.dashboard.sending.making.recorded", _never)
    there = sorted(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)  # a long path is told in part
    code, told = _called(capsys, monkeypatch, "county-town", "--rules", "separate,integrated", "--out", name)
    assert code == 2
    assert Path(name).parts[0] in told
    assert sorted(tmp_path.iterdir()) == there


def test_an_older_file_stands_until_the_new_one_is_whole(
    folder: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "play.html"
    file.write_text("older")
    monkeypatch.setattr("jiaosuo.dashboard.sending.tapes.MOST_OF_TAPES", 1_000)
    asked = ("--days", DAYS, "--jobs", 1, "--lang", "zh")
    words = (folder / "tiny.toml", "--rules", "separate,integrated", *asked, "--out", file)
    code, told = _called(capsys, monkeypatch, *words)
    assert code == 2
    assert "装不进" in told
    assert file.read_text() == "older"
    assert list(tmp_path.iterdir()) == [file]


def _never(*_: object) -> None:
    raise AssertionError("a world was run")


def _called(capsys: Any, monkeypatch: pytest.MonkeyPatch, *words: object) -> tuple[int, str]:
    """Exit code and standard error of `jiaosuo export`."""
    monkeypatch.setattr(sys, "argv", ["jiaosuo", "export", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0), capsys.readouterr().err


# The script


def test_one_script_holds_each_file_once_before_those_that_import_it() -> None:
    text = script.script()
    placed = {
        name: text.index(f'modules["{name}"] = ') for name in re.findall(r'modules\["(\w+\.js)"\] = ', text)
    }
    for user, used in re.findall(r'= modules\["(\w+\.js)"\];()', text):
        assert user in placed
        assert used == ""
    assert "engine.js" in placed
    assert "preview.js" not in placed, "only what is played is taken along"
    done = subprocess.run([NODE, "--check", "-"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"sent.js": 'import { a } from "./b.js";', "b.js": 'import { c } from "./sent.js";'}, "imports"),
        ({"sent.js": 'import a from "./b.js";'}, "import"),
        ({"sent.js": 'export { a } from "./b.js";'}, "export"),
        ({"sent.js": "export default 1;"}, "export"),
        ({"sent.js": 'const a = await import("./b.js");'}, "import"),
        ({"sent.js": 'const a = "</script>";'}, "end a script"),
    ],
)
def test_a_form_that_one_script_cannot_hold_is_an_error_here(
    files: dict[str, str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(script, "HERE", tmp_path)
    with pytest.raises(ValueError, match=why):
        script.script.__wrapped__(tmp_path / "sent.js")


def test_the_tapes_are_read_with_and_without_the_means_of_the_browser() -> None:
    test = Path(__file__).parent / "node" / "embedded.test.mjs"
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", str(test)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "# fail 0" in done.stdout


# From the page


class Pipe:
    """A worker's way to a server that does not listen."""

    def send(self, _: object) -> None:
        """Nobody hears it."""


class OneStore:
    """A broker of one store, whose worlds of the verdict are all run."""

    def __init__(self, store: Store, state: Replications) -> None:
        self.store, self.state = store, state

    def replications(self, *_: object) -> Replications:
        """All of them."""
        return self.state


COMPARISON = Comparison("county-town", 4, DAYS, 25, Side(rule="separate"), Side(rule="integrated"))


def record_all(store: Store, comparison: Comparison) -> None:
    """What the server's workers would do."""
    worker = Worker(store, Pipe())  # type: ignore[arg-type]
    for side in ("left", "right"):
        plan = plan_run(comparison, side)
        last = plan.chunks - 1
        job = ChunkJob(address=plan.addresses[last], comparison=comparison.text(), side=side, chunk=last)
        worker._record_up_to(job)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with both worlds recorded to their end."""
    made = Store(tmp_path_factory.mktemp("store"))
    record_all(made, COMPARISON)
    return made


def test_what_the_server_stored_is_what_the_command_records(store: Store) -> None:
    place = Scenario.preset("county-town", seed=4, people_per_agent=25, staffing="workload")
    made = recorded(under_rule(place, "separate"), under_rule(place, "integrated"), DAYS)
    assert stored(store, COMPARISON) == made


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A visitor whose verdict is there."""
    state = Replications(done=10, wanted=10, rows=rows(**SOONER), seeds=tuple(range(10)))
    set_broker(OneStore(store, state))
    visitor = Session(replace(link.read("story=zigui")[0], comparison=COMPARISON))
    visitor.result = verdict.result_of(state.rows, COMPARISON, {}, ENGLISH)
    yield visitor
    set_broker(None)


def test_the_page_hands_over_a_file_of_what_is_looked_at(session: Session) -> None:
    report.make(session, "play")
    assert session.errors.get("take", "") == ""
    assert session.file is not None
    assert session.file["name"] == "county-town-separate-integrated-play.html"
    text = base64.b64decode(session.file["content"]).decode()
    data = data_of(text)
    assert data["focus"] == session.choice.focus
    assert data["languages"]["zh-CN"]["names"] == {"left": "分设", "right": "整体合一"}
    assert data["plan"]["minutes"] == 360
    assert "jiaosuo dashboard --open" in text


def test_a_file_of_worlds_that_are_not_all_recorded_says_how_far_they_are(session: Session) -> None:
    session.choice = replace(session.choice, comparison=replace(COMPARISON, seed=5))
    report.make(session, "play")
    assert session.file is None
    assert session.errors["take"].startswith("0 of 6 stretches")


def test_the_button_stands_beside_the_report_and_waits_for_the_verdict(session: Session) -> None:
    def button() -> dict[str, Any]:
        return next(each for each in panel_data.take_panel(session, {})["files"] if each["name"] == "play")

    assert button()["ready"]
    assert button()["label"] == "A file to send"
    session.result = None
    assert not button()["ready"]
