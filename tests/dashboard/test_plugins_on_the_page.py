"""A plug-in on the page: a worker that has never seen the file plays its rule and counts its outcome."""

import gzip
import subprocess
import sys
from dataclasses import replace
from unittest import mock

import pytest

from jiaosuo.dashboard.choice import outcomes
from jiaosuo.dashboard.doctor import installed
from jiaosuo.dashboard.doctor.finding import Level
from jiaosuo.dashboard.jobs.broker import Broker
from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.playback.run_plan import address
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.measures import Outcome
from tests.dashboard.test_broker import demand, whole
from tests.dashboard.test_page import READY
from tests.dashboard.test_server_stays import TOKEN, served
from tests.plugin_files import ALL


@pytest.fixture
def plugin(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(ALL, encoding="utf-8")
    with plugins.only(()):
        found = plugins.load(file)
        file.unlink()
        yield found


@pytest.mark.ci
def test_workers_of_the_page_play_a_rule_whose_file_they_never_saw(plugin, tmp_path):
    broker = Broker(Store(tmp_path / "store"), workers=1).start()
    try:
        plan = broker.plan(demand(seed=77, days=0.1, rule="nearest"), "ann").to_json()
        found = whole(broker, plan)
    finally:
        broker.close()
    result, _ = unpack(gzip.decompress(found["right", "result", 1]))
    assert "calls_late" in result["running"]


def test_what_the_page_keeps_is_named_by_its_plug_ins_too(plugin):
    with plugins.only(()):
        without = address("chunk", "x")
    assert address("chunk", "x") != without


def test_an_outcome_of_a_plug_in_is_in_the_menu_and_can_be_looked_at(plugin):
    assert "calls_late" in [each.name for each in outcomes.menu("en")]
    assert outcomes.check_focus("calls_late") == "calls_late"
    assert [each.label for each in outcomes.menu("zh_CN")][-1] == "超过半小时到场的警情"
    with plugins.only(()), pytest.raises(InputError, match="focus: 'calls_late'"):
        outcomes.check_focus("calls_late")


def test_an_outcome_that_has_no_better_way_is_not_looked_at(plugin):
    declared = plugins.entries("outcomes", Outcome)
    neither = {"x": replace(declared["calls_late"], better="neither")}
    with mock.patch.object(plugins, "entries", return_value=neither):
        assert outcomes.offered() == outcomes.MENU


@pytest.mark.ci
def test_a_stranger_s_rule_plays_in_a_browser_and_their_outcome_is_looked_at(visit, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(ALL, encoding="utf-8")
    with served(tmp_path, "--plugin", str(file)) as server:
        page = visit().page
        sides = "left=separate&right=nearest&focus=calls_late"
        page.goto(f"http://127.0.0.1:{server.port}/?token={TOKEN}&place=zigui-2004&days=1&{sides}&lang=en")
        page.wait_for_function(READY)
        assert "nearest" in page.inner_text(".map-title.right")
        page.wait_for_function("document.querySelector('.score-outcome select')?.value === 'calls_late'")
        late = "Calls later than half an hour"
        assert late in page.inner_text(".score-outcome")
        page.wait_for_function(f"document.body.innerText.includes('{late}')")
        page.get_by_text("20 worlds").first.wait_for()


def test_the_doctor_lists_what_is_loaded(plugin):
    finding = installed.plugged()
    assert finding.level == Level.OK
    told = finding.to_json("en")["said"]
    assert plugin.digest in told
    assert "rules nearest, kinds noise, outcomes calls_late" in told
    with plugins.only(()):
        assert installed.plugged().to_json("en")["said"] == "none"


def test_a_server_that_never_began_leaves_plug_ins_as_they_were(tmp_path):
    """In a process of its own: a folder for rooms that is none is refused, and a file is loaded after it."""
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    (tmp_path / "own.py").write_text("", encoding="utf-8")
    code = (
        "import sys; from typer.testing import CliRunner; from jiaosuo.dashboard.cli import app\n"
        "from jiaosuo.model.core import plugins; from jiaosuo.model.core.errors import InputError\n"
        "done = CliRunner().invoke(app, ['dashboard', '--no-browser', '--state', sys.argv[1]])\n"
        "print(done.exit_code)\n"
        "try: plugins.load(sys.argv[2])\n"
        "except InputError as error: print(error)\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "a-file" / "x"), str(tmp_path / "own.py")]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    refused, said = done.stdout.splitlines()
    assert refused != "0"
    assert "it must declare" in said, "it was read, and not turned away"
