"""A plug-in on the page: a worker that has never seen the file plays its rule and counts its outcome."""

import gzip

import pytest

from jiaosuo.dashboard.doctor import installed
from jiaosuo.dashboard.doctor.finding import Level
from jiaosuo.dashboard.jobs.broker import Broker
from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.playback.run_plan import address
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.model.core import plugins
from tests.dashboard.test_broker import demand, whole
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


def test_the_doctor_lists_what_is_loaded(plugin):
    finding = installed.plugged()
    assert finding.level == Level.OK
    told = finding.to_json("en")["said"]
    assert plugin.digest in told
    assert "rules nearest, kinds noise, outcomes calls_late" in told
    with plugins.only(()):
        assert installed.plugged().to_json("en")["said"] == "none"
