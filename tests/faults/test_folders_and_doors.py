"""What a command writes, and what it says of itself: one answer a folder, nothing half-made, its version."""

import pytest

from jiaosuo.dashboard.doctor import checks
from jiaosuo.dashboard.doctor.installed import program
from jiaosuo.experiments.catalogue.template import write_template
from jiaosuo.experiments.cli.app import NO_MEMORY
from jiaosuo.experiments.runs.single import ANSWERS, check_folder
from jiaosuo.model import __version__
from jiaosuo.model.core.errors import InputError


@pytest.mark.parametrize("held", ANSWERS)
def test_two_answers_are_not_mixed_in_one_folder(tmp_path, held):
    (tmp_path / held).write_text("{}")
    for answer in set(ANSWERS) - {held, "plan.json"}:
        with pytest.raises(InputError, match="two are not mixed; take another folder"):
            check_folder(tmp_path, answer)
    check_folder(tmp_path, held)


def test_a_run_and_a_comparison_do_not_share_a_folder(jiaosuo, tmp_path):
    small = ("--days", 0.05, "--set", "people_per_agent=25")
    assert jiaosuo("run", "zigui-2004", *small, "--out", tmp_path)[0] == 0
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    words = ("compare", "zigui-2004", "--rules", "separate,integrated", "--replications", 1)
    code, _, err = jiaosuo(*words, *small, "--out", tmp_path)
    assert code == 2
    assert "it holds the answer of `jiaosuo run`" in err
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_template_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    """On a full disk no empty table stands in the way of the next try."""
    from jiaosuo.experiments.catalogue import template

    known = template.put_text

    def full(file, text):
        if file.suffix == ".toml":
            raise OSError(28, "No space left on device")
        return known(file, text)

    monkeypatch.setattr(template, "put_text", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_template(tmp_path / "mine.toml", True, "en")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert len(write_template(tmp_path / "mine.toml", True, "en")) == 3


def test_the_program_says_its_version(jiaosuo):
    assert jiaosuo("--version") == (0, f"jiaosuo {__version__}\n", "")
    finding = program()
    assert __version__ in str(finding.to_json("en")["said"])
    assert checks("127.0.0.1", 8765, 1, quick=True)[0] is program


def test_out_of_memory_is_said_in_a_sentence(jiaosuo, monkeypatch):
    from jiaosuo.experiments.runs import single

    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr(single, "run", full)
    code, _, err = jiaosuo("run", "zigui-2004", "--days", 0.1)
    assert (code, err) == (1, f"jiaosuo: {NO_MEMORY}\n")


def test_too_few_addresses_for_a_sweep_are_said_before_a_library_ends_it(jiaosuo, monkeypatch, tmp_path):
    """With 1.5 GB (`ulimit -v`) the process was aborted while it allocated a single byte."""
    resource = pytest.importorskip("resource")
    (tmp_path / "study.toml").write_text('preset = "zigui-2004"\nrules = ["separate", "integrated"]\n')
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_500_000_000, 1_500_000_000))
    code, _, err = jiaosuo("sweep", tmp_path / "study.toml", "--out", tmp_path / "runs")
    assert code == 1
    assert "1,500,000,000 bytes of memory (ulimit -v); a sweep needs 2,000,000,000" in err
    assert not (tmp_path / "runs").exists()
