"""A sweep: one row a run, in the order of the plan, the same however it was made."""

from __future__ import annotations

import json
from shutil import copytree

import polars as pl
import pytest

from jiaosuo.experiments import sweep
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import World
from jiaosuo.experiments.sweeps.driver import as_design
from jiaosuo.experiments.sweeps.plan import CHECKSUM
from jiaosuo.experiments.sweeps.store import COMPACT, MANIFEST, QUARANTINE
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.core.errors import InputError
from tests.sweeping import Here, parts, table, tiny


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("study"), replications=3)


@pytest.fixture(scope="module")
def straight(study, tmp_path_factory):
    """The sweep run in one go, in this process."""
    return sweep(study, tmp_path_factory.mktemp("straight"), engine=Here())


def test_every_run_is_a_row_with_its_name_world_values_and_outcomes(straight):
    runs = straight.runs()
    assert straight.complete
    assert len(runs) == straight.planned == 2 * 3 * 2
    assert runs["run_id"].n_unique() == 12
    assert runs["rule"].to_list() == ["separate", "integrated"] * 6
    assert runs["seed"].to_list()[:6] == ["0", "0", "1", "1", "2", "2"]
    assert runs["delta"].to_list() == [0.1] * 6 + [0.4] * 6
    assert runs["error"].null_count() == 12
    for world in runs.group_by("world"):
        assert world[1]["world_digest"].n_unique() == 1
    assert {"calls_total", "n_calls_total", "response_mean", "n_response_mean"} <= set(runs.columns)


def test_a_world_gives_what_compare_gives_for_it(straight):
    design = straight.design
    scenario = design.scenario.changed(seed=1, delta=0.4)
    world = World(tuple(scenario.under(rule).at(design.at) for rule in design.rules), design.days)
    compared = replicate(world)
    rows = straight.runs().filter(pl.col("seed") == "1", pl.col("delta") == 0.4)
    for place, row in enumerate(rows.iter_rows(named=True)):
        for name in design.outcomes:
            assert (row[name], row[f"n_{name}"]) == compared.measured[place].outcomes[name], name


def bytes_of(folder):
    return {file.name: file.read_bytes() for file in (folder / COMPACT).iterdir()}


def test_stopped_resumed_and_shuffled_sweeps_give_the_same_bytes(study, straight, tmp_path):
    first = Here(stop_after=2)
    with pytest.raises(KeyboardInterrupt):
        sweep(study, tmp_path, engine=first)
    assert 0 < len(first.done) < 6
    second = Here(backwards=True)
    assert sweep(study, tmp_path, engine=second).complete
    assert sorted(first.done + second.done) == list(range(6))
    assert bytes_of(tmp_path) == bytes_of(straight.folder)
    third = Here()
    assert sweep(study, tmp_path, engine=third).complete
    assert not third.done


@pytest.mark.parametrize("harm", ["flip", "cut", "empty"])
def test_a_damaged_part_is_put_aside_and_its_runs_run_again(study, straight, tmp_path, harm):
    copytree(straight.folder, tmp_path, dirs_exist_ok=True)
    victim = parts(tmp_path)[0]
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes({"flip": content, "cut": content[:200], "empty": b""}[harm])
    again, said = Here(), []
    found = sweep(study, tmp_path, engine=again, say=said.append)
    assert found.complete
    assert found.quarantined == (victim.name,)
    assert [each.name for each in (tmp_path / QUARANTINE).iterdir()] == [victim.name]
    assert again.done == [0]
    assert "1 damaged parts put aside" in said[0]
    assert bytes_of(tmp_path) == bytes_of(straight.folder)


@pytest.mark.parametrize("harm", [b"", b"no index at all" * 100, None])
def test_the_index_may_be_lost_or_spoilt(study, straight, tmp_path, harm):
    copytree(straight.folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / MANIFEST).unlink() if harm is None else (tmp_path / MANIFEST).write_bytes(harm)
    again = Here()
    assert sweep(study, tmp_path, engine=again).complete
    assert not again.done
    assert bytes_of(tmp_path) == bytes_of(straight.folder)


def test_more_replications_run_only_what_they_add(study, straight, tmp_path):
    few = tiny(tmp_path, replications=2)
    out = tmp_path / "out"
    sweep(few, out, engine=Here())
    more = Here()
    assert sweep(study, out, engine=more).complete
    assert sorted(more.done) == [4, 5]
    assert bytes_of(out) == bytes_of(straight.folder)


def test_a_folder_of_another_study_is_refused_and_stays_as_it_is(study, straight, tmp_path):
    other = tiny(tmp_path, replications=3, deltas="[0.1, 0.5]")
    before = bytes_of(straight.folder)
    with pytest.raises(InputError, match=r"another study.*grid"):
        sweep(other, straight.folder, engine=Here())
    assert bytes_of(straight.folder) == before


def test_a_store_of_another_version_of_the_code_is_refused(study, tmp_path):
    sweep(study, tmp_path, engine=Here())
    plan = tmp_path / "plan.json"
    other = {name: each for name, each in json.loads(plan.read_text()).items() if name != CHECKSUM}
    other["code"] = "0" * 32
    plan.write_text(json.dumps(other | {CHECKSUM: name_of(other)}))
    with pytest.raises(InputError, match=r"made by code 000000000000.*not mixed"):
        sweep(study, tmp_path, engine=Here())


def test_a_folder_with_other_things_in_it_is_refused(study, tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(InputError, match=r"must be an empty folder; it holds thesis.docx"):
        sweep(study, tmp_path, engine=Here())
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_part_of_another_plan_is_not_taken_for_ones_own(study, straight, tmp_path):
    other = sweep(tiny(tmp_path, 1, "[0.2, 0.5]"), tmp_path / "other", engine=Here())
    ours = tmp_path / "ours"
    copytree(straight.folder, ours)
    foreign = parts(other.folder)[0]
    (ours / "parts" / foreign.name).write_bytes(foreign.read_bytes())
    (ours / MANIFEST).unlink()
    assert sweep(study, ours, engine=Here()).quarantined == (foreign.name,)
    assert bytes_of(ours) == bytes_of(straight.folder)


def test_one_rule_is_measured_on_its_own_calls_as_a_run_is(tmp_path):
    from jiaosuo.model import County

    file = tiny(tmp_path, 1, "[0.1]")
    file.write_text(file.read_text().replace('["separate", "integrated"]', '["integrated"]'))
    row = sweep(file, tmp_path / "out", engine=Here()).runs().row(0, named=True)
    design = as_design(file)
    alone = (
        County(design.scenario.changed(delta=0.1).under("integrated").at(design.at)).run_days(1).outcomes()
    )
    assert {name: (row[name], row[f"n_{name}"]) for name in design.outcomes} == {
        name: alone[name] for name in design.outcomes
    }


def test_a_warm_up_is_lived_and_not_counted(tmp_path):
    whole = sweep(tiny(tmp_path, 1, "[0.1]"), tmp_path / "whole", engine=Here()).runs()
    file = tiny(tmp_path, 1, "[0.1]", "warm_up = 1")
    later = sweep(file, tmp_path / "later", engine=Here()).runs()
    both = tiny(tmp_path, 1, "[0.1]")
    both.write_text(both.read_text().replace("days = 1", "days = 2"))
    two = sweep(both, tmp_path / "both", engine=Here()).runs()
    assert set(whole["run_id"]).isdisjoint(later["run_id"])
    assert (later["calls_total"] + whole["calls_total"]).to_list() == two["calls_total"].to_list()


def test_a_run_that_fails_is_a_row_and_can_be_tried_again(tmp_path, monkeypatch):
    file = tiny(tmp_path, 2)
    import jiaosuo.experiments.sweeps.run as runs

    lives, out = runs._run, tmp_path / "out"

    def stumble(design, scenario, *, undisturbed):
        if scenario["delta"] == 0.4 and scenario.rule_name == "integrated" and scenario.seed == 1:
            raise ZeroDivisionError("no officers")
        return lives(design, scenario, undisturbed=undisturbed)

    monkeypatch.setattr(runs, "_run", stumble)
    found = sweep(file, out, engine=Here())
    assert (found.stored, found.failed, found.complete) == (6, 2, False)
    assert found.first_error() == "ZeroDivisionError: no officers"
    failed = table(out).filter(pl.col("error").is_not_null())
    assert failed["rule"].to_list() == ["separate", "integrated"]
    assert failed["error"][0] == "no common events: integrated failed in this world"
    assert failed["response_mean"].null_count() == 2
    monkeypatch.setattr(runs, "_run", lives)
    idle = Here()
    assert sweep(file, out, engine=idle).failed == 2
    assert not idle.done
    again = Here()
    assert sweep(file, out, engine=again, retry_failed=True).complete
    assert again.done == [3]
    assert table(out)["error"].null_count() == 8


def test_a_run_over_its_time_is_a_failure_that_says_so(tmp_path):
    found = sweep(tiny(tmp_path, 1, "[0.1]", "time_limit = 0.001"), tmp_path / "out", engine=Here())
    assert found.failed == 2
    assert found.first_error() == "OverTime: the run took longer than time_limit = 0.001 s"
