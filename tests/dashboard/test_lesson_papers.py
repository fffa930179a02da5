"""Notes for who leads, and pages to print: a trainee has nothing that tells an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import LESSONS, moves
from jiaosuo.dashboard.lessons.asking import nothing_known
from jiaosuo.dashboard.lessons.command import Paper, run
from jiaosuo.dashboard.lessons.handout import handout
from jiaosuo.dashboard.lessons.notes import LABELS, notes
from jiaosuo.dashboard.lessons.panel import panel
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from jiaosuo.dashboard.web import routes
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import ENGLISH, LANGUAGES
from tests.coroutines import in_own_loop

NAME = "the-empty-junction"
LESSON = LESSONS[NAME]


def in_lesson(language: str) -> Session:
    """A visitor at the first step."""
    session = Session(moves.opened(opening("zigui-2004", language), NAME))
    moves.settle(session)
    return session


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_for_the_session_that_leads_alone(language: str) -> None:
    session = in_lesson(language)
    aim = speaker(language)(LESSON.steps[0].notes.aim)  # type: ignore[union-attr]
    led = panel(session, nothing_known(LESSON), leads=True)
    trained = panel(session, nothing_known(LESSON))
    assert led is not None
    assert trained is not None
    told = led.to_json()["leader"]
    assert aim in [each["text"] for each in told["lines"]]
    assert told["time"]
    assert trained.to_json()["leader"] is None
    assert aim not in str(trained.to_json())


def test_the_page_links_what_is_printed_at_the_first_step_only() -> None:
    session = in_lesson(ENGLISH)
    first = panel(session, nothing_known(LESSON))
    led = panel(session, nothing_known(LESSON), leads=True)
    moves.go(session, {"step": 1})
    second = panel(session, nothing_known(LESSON))
    assert first is not None
    assert led is not None
    assert second is not None
    assert first.to_json()["handout"] == f"handout/{NAME}?lang=en"
    assert led.to_json()["handout"].endswith("&notes=1")
    assert second.to_json()["handout"] == ""


def text_of(page: str) -> str:
    """What a page says."""
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(LESSONS))
def test_a_trainee_s_pages_ask_and_tell_no_answer(name: str, language: str) -> None:
    lesson, _ = LESSONS[name], speaker(language)
    page = handout(lesson, language)
    said = text_of(page)
    for step in lesson.steps:
        for each in (_(step.question), *(_(choice.words) for choice in step.choices)):
            assert each in said
        if step.kind in ("reveal", "reason"):
            assert not any(_(each) in said for each in step.words)
        assert step.notes is not None
        assert _(step.notes.ask) not in said
    assert page.count('class="rule"') > 10
    assert "size: A4" in page
    assert not re.findall(r"(?:src|href)=[\"']?https?:", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_leads_has_all_words_all_notes_and_the_answer_that_is_explained(language: str) -> None:
    _ = speaker(language)
    said = text_of(handout(LESSON, language, leads=True))
    for number, step in enumerate(LESSON.steps):
        written = notes(LESSON, number, language)
        assert written is not None
        assert [each.label for each in written.lines] == [_(label) for label in LABELS.values()]
        for each in (*map(_, step.words), *(line.text for line in written.lines)):
            assert each in said
    assert said.count(_("the reason is written for this answer")) == 2


def asked(name: str, query: str, cookie: str = "") -> Response:
    """The answer of the route that prints."""
    scope = {
        "type": "http", "method": "GET", "path": f"/handout/{name}", "path_params": {"name": name},
        "query_string": query.encode(),
        "headers": [(b"accept", b"text/html"), (b"cookie", f"{SESSION_COOKIE}={cookie}".encode())],
    }  # fmt: skip
    return in_own_loop(routes.handout(Request(scope)))


def test_the_page_prints_notes_for_who_leads_a_room_and_for_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = RoomRegistry()
    rooms.open(fingerprint("teacher"))
    monkeypatch.setattr(routes, "the_registry", lambda: rooms)
    monkeypatch.setattr(routes, "is_page", lambda _: True)
    aim = LESSON.steps[0].notes.aim  # type: ignore[union-attr]
    pages = {
        who: text_of(bytes(asked(NAME, "lang=en&notes=1", who).body).decode()) for who in ("teacher", "bo")
    }
    assert aim in pages["teacher"]
    assert aim not in pages["bo"]
    assert aim not in text_of(bytes(asked(NAME, "lang=en", "teacher").body).decode())


def test_the_page_prints_for_a_page_of_ours_and_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "is_page", lambda _: False)
    assert asked(NAME, "lang=en").status_code == 403
    monkeypatch.setattr(routes, "is_page", lambda _: True)
    assert asked("no-lesson", "lang=en").status_code == 404
    assert 'lang="zh-CN"' in bytes(asked(NAME, "lang=zh").body).decode()


def test_a_lesson_without_notes_is_printed_too() -> None:
    bare = replace(LESSON, steps=tuple(replace(each, notes=None, minutes=None) for each in LESSON.steps))
    assert notes(bare, 0, ENGLISH) is None
    assert "<dl>" not in handout(bare, ENGLISH, leads=True)


def test_the_command_prints_notes_and_writes_pages_and_runs_no_world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(NAME, None, "en", 1, paper=Paper(notes=True))
    assert LESSON.steps[0].notes is not None
    assert LESSON.steps[0].notes.ask in capsys.readouterr().out
    file = tmp_path / "lesson.html"
    link = f"http://10.0.0.2:8765/?lesson={NAME}"
    run(NAME, None, "zh", 1, paper=Paper(handout=file, link=link))
    page = file.read_text("utf-8")
    assert 'lang="zh-CN"' in page
    assert "data:image/svg+xml" in page
    assert link in page
    assert "data:image" not in handout(LESSON, ENGLISH)


@pytest.mark.parametrize(
    ("name", "paper", "said"),
    [
        (None, Paper(notes=True), "must come with a lesson"),
        (None, Paper(handout=Path("x.html")), "must come with a lesson"),
        (NAME, Paper(link="http://a"), "must come with --handout"),
        (NAME, Paper(handout=Path("x.pdf")), "must end with .html"),
        (NAME, Paper(handout=Path("nowhere/there/x.html")), "--handout"),
        (NAME, Paper(handout=Path("x.html"), link="a/b"), "begins with http:// or https://"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    name: str | None, paper: Paper, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=re.escape(said)):
        run(name, None, "en", 1, paper=paper)
    assert not list(tmp_path.iterdir())
