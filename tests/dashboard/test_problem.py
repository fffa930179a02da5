"""What a worker could not do is told in the language of whoever looks, and not of the worker."""

import pickle
import re

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.problem import Problem, left_out
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.messages import Failed
from jiaosuo.dashboard.page.verdict_data import verdict_panel
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.own_places import CHANGED
from jiaosuo.model.scenario import parameters


def refusal():
    with pytest.raises(InputError) as refused:
        parameters()["officers_traffic"].check(9_000_000)
    return refused.value


@pytest.mark.parametrize(
    "error",
    [
        refusal(),
        InputError("place", "mine", CHANGED),
        InputError("comparison", "x", "must be the name of a rule"),
        MemoryError(),
        OSError(28, "No space left"),
        ZeroDivisionError(),
    ],
)
def test_it_passes_between_processes_and_is_told_in_both_languages(error):
    report = Failed(job=1, states=(), error=Problem.of(error))
    problem = pickle.loads(pickle.dumps(report)).error
    assert problem == report.error
    said = problem.told("zh_CN")
    assert re.search("[\u4e00-\u9fff]", said)
    assert not re.search("(?<![A-Za-z])(?:is|must|from|not|failed)(?![a-z])", said)
    assert problem.to_json() == {"error": problem.told("en"), "error_zh": said}


def test_the_english_of_a_refusal_is_as_it_was_raised():
    assert str(Problem.of(refusal())) == str(refusal())


def test_worlds_left_out_say_why():
    said = left_out((Problem.of(refusal()), Problem.of(MemoryError())), "zh_CN")
    assert said.startswith("有 2 次平行仿真未能运行，两侧都不计入。")
    assert said.endswith("officers_traffic：9000000 不可用；须为 0 至 5,000 的整数（人）")
    assert left_out((), "zh_CN") == ""


@pytest.mark.parametrize(("language", "allowed"), [("en", "whole number from 0"), ("zh_CN", "的整数")])
def test_the_verdict_s_panel_says_it_in_the_language_of_the_page(language, allowed):
    session = Session(link.read("story=zigui")[0])
    session.speak(language)
    state = Replications(done=1, wanted=2, failed=(Problem.of(refusal()),))
    assert allowed in verdict_panel(session, state, None)["failed"]
