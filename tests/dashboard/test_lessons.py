"""Lessons are true: what each expects is what the model gives, and nothing shows before it is predicted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.choice import move_lever
from jiaosuo.dashboard.choice.openings import opening, with_place
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.function import YearOfPath
from jiaosuo.dashboard.lessons import LESSONS, contract, course, figures, findings_text, moves, progress
from jiaosuo.dashboard.lessons.asking import ask_broker, nothing_known
from jiaosuo.dashboard.lessons.claims import holds
from jiaosuo.dashboard.lessons.command import list_lessons, run, script, write
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.panel import panel
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.experiments.charts.rendering import svg
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import UNFINISHED
from jiaosuo.model.core.words import CHINESE, ENGLISH, LANGUAGES
from tests.dashboard.alone import Alone

CHEAP = {
    "two-hypotheses": 6,
    "why-zigui-merged": 4,
    "why-pooling-helps": 4,
    "the-empty-junction": 3,
    "skill-that-fades": 4,
    "what-you-value-decides": 6,
}
"""Worlds a scene with which a lesson's answers are checked every day. One lesson needs more than that: all
are checked with as many worlds as the page runs when tests may be slow."""
FEW = 4

ALL = sorted(LESSONS)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Findings]:
    """What few worlds give for a lesson, run once a module and only if wanted."""
    return Found(Alone(tmp_path_factory.mktemp("said")))


class Found(dict[str, Findings]):
    """Findings by lesson, made when it is first asked for."""

    def __init__(self, broker: Alone) -> None:
        super().__init__()
        self.broker = broker

    def __missing__(self, name: str) -> Findings:
        self[name] = ask_broker(self.broker, LESSONS[name], CHEAP.get(name, FEW))
        return self[name]


def known(name: str, *, turned: float = 1.0, worlds: int = 12) -> Findings:
    """Made-up findings in which every contrast of a lesson goes down by a tenth; `turned` -1: up."""
    lesson = LESSONS[name]
    contrasts = [contrast for step in lesson.steps for contrast in step.contrasts]
    rows: dict[str, dict[str, Any]] = {scene.name: {} for scene in lesson.scenes}
    for contrast in contrasts:
        left = [10.0 + world % 3 for world in range(worlds)]
        right = [value * (1 - 0.1 * turned) + 0.01 * (world % 2) for world, value in enumerate(left)]
        rows[contrast.scene][contrast.outcome] = [left, right]
    if lesson.years:
        years = {scene: _years(each) for scene, each in rows.items()}
        return replace(nothing_known(lesson), years=years, done=1, wanted=1)
    return replace(nothing_known(lesson), rows=rows, done=1, wanted=1)


def _years(rows: dict[str, Any]) -> list[list[list[YearOfPath]]]:
    worlds = len(next(iter(rows.values()))[0])
    return [
        [
            [
                YearOfPath(
                    year=year,
                    values={},
                    outcomes={name: sides[side][world] for name, sides in rows.items()},
                )
                for year in range(2002, 2016)
            ]
            for side in (0, 1)
        ]
        for world in range(worlds)
    ]


def opened(name: str, language: str = ENGLISH) -> Session:
    """A visitor in a lesson."""
    session = Session(moves.opened(opening("zigui-2004", language), name))
    moves.settle(session)
    return session


# What a lesson declares


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("check", contract.LESSON, ids=lambda each: each.__name__)
def test_a_lesson_keeps_the_contract(name: str, check: Any) -> None:
    check(LESSONS[name])


def test_the_course_has_an_order_and_lasts_as_long_as_it_says() -> None:
    assert [each.number for each in course()] == list(range(1, len(LESSONS) + 1))
    assert {each.minutes for each in course()} == {10}
    assert len(list_lessons(CHINESE)) == len(LESSONS)


# Whether it is true


@pytest.mark.ci
@pytest.mark.parametrize("name", sorted(CHEAP))
def test_the_answers_that_a_lesson_explains_are_those_of_the_model(name: str, found: Any) -> None:
    findings = found[name]
    assert findings.complete
    expected = {step: LESSONS[name].steps[step].expected for step in LESSONS[name].predicts}
    assert findings_text.answers(LESSONS[name], findings) == expected
    assert findings_text.is_as_expected(LESSONS[name], findings)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_and_so_they_are_with_as_many_worlds_as_the_page_runs(name: str, tmp_path: Path) -> None:
    findings = ask_broker(Alone(tmp_path), LESSONS[name])
    lesson = LESSONS[name]
    assert findings_text.is_as_expected(lesson, findings), findings_text.answers(lesson, findings)


@pytest.mark.parametrize("name", [each for each in sorted(CHEAP) if LESSONS[each].claims])
def test_what_a_lesson_claims_is_so_in_the_worlds(name: str, found: Any) -> None:
    assert {str(each): holds(each, found[name]) for each in LESSONS[name].claims} == {
        str(each): True for each in LESSONS[name].claims
    }


def test_the_first_weeks_cost_more_skill_than_the_years_after(found: Any) -> None:
    """The reason of the lesson on skill."""
    skill = found["skill-that-fades"].skills["plain"].right
    assert skill.settled > skill.first


def test_what_erlangs_formula_says_stands_beside_the_worlds(found: Any) -> None:
    told = LESSONS["why-pooling-helps"].steps[-2].further(found["why-pooling-helps"], ENGLISH)
    assert len([line for line in told if "Erlang" in line]) == 2


# Sentences follow from what came out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_claim_is_told_the_other_way_round_when_it_comes_out_so(name: str, language: str) -> None:
    lesson = LESSONS[name]
    for number, step in enumerate(lesson.steps):
        if not step.contrasts:
            continue
        both = (known(name, turned=turn) for turn in (1.0, -1.0))
        down, up = (findings_text.lines(lesson, each, step, language) for each in both)
        for one, other in zip(down, up, strict=True):
            assert one.text != other.text, number
            assert {one.kind, other.kind} in ({"better", "worse"}, {"open"})


def test_what_chance_could_have_done_is_not_called_a_difference() -> None:
    findings = known("two-hypotheses")
    noisy = [[10.0, 30.0] * 6, [30.0, 11.0] * 6]
    findings = replace(
        findings, rows={**findings.rows, "town": {"clear_mean": noisy, "response_mean": noisy}}
    )
    lesson = LESSONS["two-hypotheses"]
    lines = findings_text.lines(lesson, findings, lesson.steps[2], ENGLISH)
    texts = {each.name: each.text for each in lines}
    assert "not distinguishable" in texts["clear-town"]
    assert "shorter on the right" in texts["clear-village"]
    assert findings_text.answers(lesson, findings) == {1: "village", 3: None}


def test_claims_of_a_step_are_judged_as_one_family() -> None:
    """A difference that would pass alone does not pass among four."""
    weak = [1.0, 1.0, 1.0, 0.4, 0.2, -0.1]
    contrast = nothing_known(LESSONS["two-hypotheses"]).family("clear-town")
    rows: dict[str, dict[str, Any]] = {each.scene: {} for each in contrast}
    for each in contrast:
        rows[each.scene][each.outcome] = [
            [1.0 + x / 9 for x in range(6)],
            [1.0 + (5 - x) / 9 for x in range(6)],
        ]
    rows["town"]["clear_mean"] = [[9.0] * 6, [9.0 + more for more in weak]]
    findings = replace(nothing_known(LESSONS["two-hypotheses"]), rows=rows)
    alone = findings.signs([each for each in contrast if each.name == "clear-town"])
    assert alone == {"clear-town": 1}
    assert findings.sign("clear-town") == 0


def test_a_reason_is_withdrawn_where_the_model_gives_another_answer() -> None:
    session = opened("the-empty-junction")
    reason = LESSONS["the-empty-junction"].steps[5].words[0]
    said = {1: "fewer", 3: "smaller"}
    session.choice = replace(session.choice, lesson=progress.at("the-empty-junction", 5, said))
    moves.settle(session)
    turned = panel(session, known("the-empty-junction", turned=-1.0))
    assert turned is not None
    assert turned.paragraphs == (findings_text.OTHERWISE,)
    assert reason not in turned.paragraphs


def test_the_share_of_weights_is_that_of_the_worlds(found: Any) -> None:
    findings = found["what-you-value-decides"]
    lines = LESSONS["what-you-value-decides"].steps[4].further(findings, ENGLISH)
    assert "8 measures" in lines[0]
    assert "7 values" in lines[1]


# Where a visitor is


def test_outcomes_are_hidden_until_they_are_predicted() -> None:
    session = opened("why-zigui-merged")
    assert session.hidden
    moves.go(session, {"step": 1})
    assert session.hidden
    moves.predict(session, {"choice": "half"})
    assert session.lesson is not None
    assert session.lesson.step == 2
    assert not session.hidden
    moves.go(session, {"step": 3})
    moves.settle(session)
    assert session.hidden, "the second question is open"
    moves.go(session, {"step": 2})
    moves.settle(session)
    assert not session.hidden


def test_nobody_walks_past_a_question() -> None:
    session = opened("why-zigui-merged")
    moves.go(session, {"step": 2})
    assert "before you go on" in session.errors["lesson"]
    assert session.lesson is not None
    assert session.lesson.step == 0


@pytest.mark.parametrize("said", [None, {}, {"choice": "nothing"}, {"choice": 3}, {"choice": None}, "half"])
def test_a_wrong_answer_of_a_browser_is_a_sentence(said: Any) -> None:
    session = opened("why-zigui-merged")
    moves.go(session, {"step": 1})
    moves.predict(session, said)
    assert session.errors["lesson"]
    assert session.lesson is not None
    assert not session.lesson.predictions


@pytest.mark.parametrize("step", [-1, 99, "2", None, 1.5, True])
def test_a_wrong_step_of_a_browser_is_a_sentence(step: Any) -> None:
    session = opened("why-zigui-merged")
    moves.go(session, {"step": step})
    assert session.errors["lesson"]


def test_what_was_predicted_stays() -> None:
    once = progress.predicted(progress.at("why-zigui-merged", 1), "half")
    with pytest.raises(InputError):
        progress.predicted(once, "later")


def test_leaving_a_lesson_shows_the_outcomes_again() -> None:
    session = opened("why-zigui-merged")
    moves.end(session)
    moves.settle(session)
    assert session.lesson is None
    assert not session.hidden


def test_a_step_lays_out_its_scene_and_a_step_without_one_keeps_what_plays() -> None:
    session = opened("two-hypotheses")
    assert dict(session.choice.comparison.left.values) == {"urbanization": 0.1}
    moves.go(session, {"step": 1})
    moves.predict(session, {"choice": "both"})
    assert dict(session.choice.comparison.right.values) == {"urbanization": 0.7}
    session.act("urbanization", lambda now: move_lever(now, "urbanization", 0.5, 0))
    moves.go(session, {"step": 3})
    assert dict(session.choice.comparison.right.values) == {"urbanization": 0.5}


def test_a_room_hears_what_is_predicted_and_shows_it_when_it_will() -> None:
    heard: list[tuple[str, int, str]] = []
    session = opened("why-zigui-merged")
    session.on_predict = lambda *said: heard.append(said)
    moves.go(session, {"step": 1})
    moves.predict(session, {"choice": "half"})
    assert heard == [("why-zigui-merged", 1, "half")]
    assert session.lesson is not None
    assert session.lesson.step == 1, "the instructor goes on, not the trainee"
    session.hide("room", True)
    moves.follow(session, ("why-zigui-merged", 2))
    assert session.lesson.predictions == {1: "half"}
    shown = panel(session, known("why-zigui-merged"))
    assert shown is not None
    assert not shown.came_out.lines
    session.hide("room", False)
    shown = panel(session, known("why-zigui-merged"))
    assert shown is not None
    assert shown.came_out.lines


# The link


@pytest.mark.parametrize("name", ALL)
def test_a_link_restores_lesson_step_and_predictions(name: str) -> None:
    lesson = LESSONS[name]
    said = {step: lesson.steps[step].choices[0].id for step in lesson.predicts}
    for step in range(len(lesson.steps)):
        given = {number: choice for number, choice in said.items() if number < step}
        choice = moves.at_place(opening("zigui-2004"), progress.at(name, step, given))
        again, notes = link.read(link.query(choice))
        assert not notes
        assert again == choice


def test_a_link_cannot_skip_a_question() -> None:
    choice, notes = link.read("lesson=why-zigui-merged&step=6")
    assert choice.lesson == progress.at("why-zigui-merged", 0)
    assert "before you go on" in notes[0]


def test_a_link_to_a_wrong_lesson_opens_the_page_with_a_note() -> None:
    choice, notes = link.read("lesson=why-zigui-mergd&said=1:x&step=2")
    assert choice.lesson is None
    assert "why-zigui-mergd" in notes[0]


def test_another_place_ends_the_lesson() -> None:
    choice = moves.opened(opening("zigui-2004"), "two-hypotheses")
    assert with_place(choice, "city-district").lesson is None


# The panel


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_the_panel_tells_nothing_of_the_worlds_before_all_are_run(name: str, language: str) -> None:
    lesson = LESSONS[name]
    session = opened(name, language)
    said = {step: lesson.steps[step].expected for step in lesson.predicts}
    for number, step in enumerate(lesson.steps):
        session.choice = replace(session.choice, lesson=progress.at(name, number, said))
        moves.settle(session)
        early = panel(session, replace(nothing_known(lesson), done=3, wanted=20))
        assert early is not None
        assert not any((early.came_out.lines, early.came_out.further, early.came_out.answers))
        assert bool(early.came_out.waiting) == (step.kind in ("reveal", "reason"))
        late = panel(session, known(name))
        assert late is not None
        assert len(late.came_out.lines) == len(step.contrasts)
        assert str(number + 1) in late.to_json()["progress"]


# Exports


@pytest.mark.parametrize("name", ["why-zigui-merged", "fujian-thirteen-years"])
def test_a_lesson_is_drawn_for_slides_in_both_languages(name: str, tmp_path: Path) -> None:
    findings = known(name)
    for language in LANGUAGES:
        files = write(LESSONS[name], findings, tmp_path / language, language)
        steps = [step for step in LESSONS[name].steps if step.contrasts]
        assert len(files) >= 2 * len(steps)
        for file in files:
            assert file.stat().st_size > 2_000
    chinese = [file.read_text(encoding="utf-8") for file in (tmp_path / CHINESE).glob("*.svg")]
    assert any(speaker(CHINESE)(LESSONS[name].title) in text for text in chinese)
    assert not list(tmp_path.rglob(f"{UNFINISHED}*"))


def test_every_figure_has_its_interval_and_its_source_line() -> None:
    findings = known("two-hypotheses")
    drawn = figures.figures(LESSONS["two-hypotheses"], findings, ENGLISH)
    assert list(drawn) == ["two-hypotheses-3", "two-hypotheses-5", "two-hypotheses-6"]
    text = svg(drawn["two-hypotheses-3"])
    assert "12 worlds of 3 d" in text
    assert "95 % interval" in text


def test_the_command_lists_tells_and_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(None, None, "en", 1)
    assert "why-zigui-merged" in capsys.readouterr().out
    monkeypatch.setattr("jiaosuo.dashboard.lessons.asking.WORLDS", CHEAP["why-zigui-merged"])
    run("why-zigui-merged", tmp_path, "en", 1, broker=found.broker)
    said = capsys.readouterr()
    assert "It came out: More than a third of the time is saved" in said.out
    assert (tmp_path / "why-zigui-merged-3.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="why-zigui-merged"):
        run("why-zigui-mergd", None, "en", 1, broker=found.broker)


@pytest.mark.parametrize("name", ALL)
def test_the_script_of_a_lesson_holds_all_it_says(name: str) -> None:
    lines = "\n".join(script(LESSONS[name], known(name), ENGLISH))
    for step in LESSONS[name].steps:
        assert step.question in lines


def test_a_made_up_contrast_that_nobody_observed_is_said_so() -> None:
    lesson: Lesson = LESSONS["two-hypotheses"]
    nothing = Contrast("response-village", "village", "response_mean")
    text = findings_text.contrast_sentence(lesson, nothing_known(lesson), nothing, None, ENGLISH)
    assert "not observed" in text
