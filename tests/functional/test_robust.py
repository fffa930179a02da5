"""`jiaosuo compare --robust`, from the command line to the page, in tiny worlds."""

import json

import pytest

from jiaosuo.experiments.comparison.result import ComparisonResult

TINY = (
    "compare", "county-town", "--rules", "separate,integrated", "--days", 0.25, "--replications", 3,
    "--set", "people_per_agent=25", "--jobs", 1, "--robust", "--assumptions", "delta",
    "--robust-worlds", 3,
)  # fmt: skip


@pytest.mark.ci
def test_what_would_flip_it_is_in_the_document_and_beside_the_verdict_of_the_page(jiaosuo, tmp_path):
    code, out, _ = jiaosuo(*TINY, "--json", "--headline", "handling_ratio_traffic", "--out", tmp_path)
    document = json.loads(out)
    found = document["robust"]
    assert code == 0
    assert [each["name"] for each in found["assumptions"]] == ["delta"]
    assert {each["basis"] for each in found["assumptions"]} == {"plausible"}
    assert list(found["headlines"]) == ["handling_ratio_traffic"]
    assert list(found["headlines"]["handling_ratio_traffic"]) == ["integrated"]
    assert not found["failures"]
    assert ComparisonResult.from_json(document).to_json() == document
    assert "--robust --headline handling_ratio_traffic --assumptions delta" in document["command"]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (
        page.index("<h2>Verdict") < page.index("<h3>What would flip it") < page.index("<h2>Headline numbers")
    )


def test_without_being_asked_nothing_is_tried(jiaosuo):
    code, out, _ = jiaosuo(*TINY[:4], "--days", 0.1, *TINY[6 : TINY.index("--robust")], "--json")
    assert code == 0
    assert "robust" not in json.loads(out)


def test_worlds_that_fail_in_the_trial_end_with_1_and_the_document_is_there(jiaosuo, monkeypatch):
    from jiaosuo.experiments.comparison import robust
    from jiaosuo.experiments.comparison.robust_result import RobustResult, WorldsTried

    failed = RobustResult(
        days=0.1, worlds=WorldsTried(screened=2, judged=3), runs=3, assumptions=(), refused=(), headlines={},
        failures=("delta=1.2, seed 3: lights out",),
    )  # fmt: skip
    monkeypatch.setattr(robust, "robust", lambda *_: failed)
    code, out, err = jiaosuo(*TINY[:4], "--days", 0.1, *TINY[6:], "--json")
    assert code == 1
    assert json.loads(out)["robust"] == failed.to_json()
    assert "delta=1.2, seed 3: lights out" in err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--robust", "--headline", "respons_mean"), "did you mean response_mean"),
        (("--robust", "--assumptions", "detla"), "did you mean delta"),
        (("--robust", "--assumptions", "training_hours"), "no lever"),
        (("--robust", "--robust-worlds", "1"), "robust-worlds"),
        (("--robust", "--robust-days", "0"), "days"),
        (("--headline", "response_mean"), "only be given with --robust"),
    ],
)
def test_wrong_requests_are_refused_before_anything_runs(jiaosuo, words, named):
    code, out, err = jiaosuo("compare", "zigui-2004", "--rules", "separate,integrated", *words)
    assert code == 2
    assert not out
    assert named in err
