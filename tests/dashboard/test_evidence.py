"""The lesson of the two hypotheses leads to a page of evidence for each, which the server makes itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.results.evidence import evidence_page
from jiaosuo.dashboard.web import routes
from jiaosuo.experiments.analyses.professionals.evidence import HYPOTHESES
from jiaosuo.experiments.stored_studies.__main__ import put
from jiaosuo.model.core.words import CHINESE, ENGLISH, LANGUAGES
from tests.coroutines import in_own_loop
from tests.made_evidence import BOTH


def asked(name: str, language: str = "en", accept: str = "text/html") -> Response:
    """The route's answer."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/evidence/{name}",
        "path_params": {"name": name},
        "query_string": f"lang={language}".encode(),
        "headers": [(b"accept", accept.encode())],
    }
    return in_own_loop(routes.evidence(Request(scope)))


@pytest.fixture
def a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request comes from a page of ours, in no room."""
    monkeypatch.setattr(routes, "is_page", lambda _: True)
    monkeypatch.setattr(routes, "_hides_from", lambda _: False)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    put(BOTH.to_json(), tmp_path)
    return tmp_path


def test_the_last_step_of_the_lesson_links_every_page_there_is() -> None:
    *earlier, home = LESSONS["two-hypotheses"].steps
    assert not any(step.readings for step in earlier)
    assert [each.path for each in home.readings] == [f"evidence/{name}" for name in HYPOTHESES]
    paths = {getattr(route, "path", "") for route in routes.routes()}
    assert "/evidence/{name}" in paths


@pytest.mark.usefixtures("a_page")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_that_is_linked_is_served_and_asks_the_network_for_nothing(language: str) -> None:
    for reading in LESSONS["two-hypotheses"].steps[-1].readings:
        answer = asked(reading.path.rsplit("/", 1)[-1], language)
        text = bytes(answer.body).decode()
        assert answer.status_code == 200
        assert answer.media_type == "text/html"
        assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in text
        assert "src=" not in text
        assert 'href="http' not in text


@pytest.mark.usefixtures("a_page")
def test_a_page_that_is_not_there_is_refused() -> None:
    assert asked("h3").status_code == 404


def test_only_a_page_of_ours_is_answered_and_none_that_may_not_see_outcomes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "is_page", lambda _: False)
    assert asked("h1").status_code == 403
    monkeypatch.setattr(routes, "is_page", lambda _: True)
    monkeypatch.setattr(routes, "_hides_from", lambda _: True)
    refused = asked("h1")
    assert refused.status_code == 403
    assert routes.WITHHELD in bytes(refused.body).decode()


def test_the_page_tells_what_is_stored_and_that_the_model_has_changed_since(stored: Path) -> None:
    english, chinese = (evidence_page("h2", language, stored) for language in (ENGLISH, CHINESE))
    assert english is not None
    assert chinese is not None
    assert "The town of harbour" in english
    assert "harbour县" in chinese
    assert "The model has changed since this was made" in english


def test_where_nothing_is_stored_the_page_says_so(tmp_path: Path) -> None:
    for language, said in zip(LANGUAGES, ("Nothing has been run", "尚未做过任何仿真"), strict=True):
        assert said in (evidence_page("h1", language, tmp_path) or "")


def test_a_file_that_lacks_a_field_is_told_and_the_page_stands(stored: Path) -> None:
    file = stored / "professionals-hill.json"
    file.write_text(file.read_text("utf-8").replace('"baseline"', '"base"'), "utf-8")
    assert "Place: baseline is missing" in (evidence_page("h1", ENGLISH, stored) or "")
