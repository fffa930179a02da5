"""The panels of the page: native HTML controls in Vue templates, with what they show and what they tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiaosuo.dashboard.vue_panel import vue_panel

type Tell = Callable[[Any], None]
type Data = list[dict[str, Any]]


@vue_panel("masthead.vue")
def Masthead(
    title: str,
    text: str,
    words: dict[str, str],
    lang: str,
    link: str,
    stories: Data,
    lessons: Data,
    story: str,
    places: Data,
    own: Data,
    place: str,
    notes: list[str],
    error: str,
    room: str,
    locked: str,
    shown_only: bool,
    event_story_chosen: Tell,
    event_place_chosen: Tell,
    event_language_chosen: Tell,
    event_county: Tell,
    event_notes_read: Tell,
    event_classroom: Tell,
) -> None:
    """Title, story, place, language, link; what was ignored in a link; whether the server is there."""


@vue_panel("county.vue")
def CountyPanel(
    words: dict[str, str],
    lang: str,
    columns: Data,
    own: Data,
    place: str,
    refused: str,
    error: str,
    event_kept: Tell,
    event_closed: Tell,
) -> None:
    """A county of one's own: files dropped or a drawing, the map, problems beside rows; kept and shared."""


@vue_panel("lesson.vue")
def LessonPanel(
    words: dict[str, str],
    title: str,
    step: int,
    steps: Data,
    progress: str,
    heading: str,
    paragraphs: list[str],
    sources: list[str],
    readings: Data,
    question: str,
    choices: Data,
    said: str,
    waiting: dict[str, Any] | None,
    answers: list[str],
    told: list[str],
    claims: Data,
    bars: dict[str, Any],
    notes: list[str],
    files: bool,
    no_guess: bool,
    waits_for: str,
    may_skip: bool,
    locked: str,
    shown_only: bool,
    error: str,
    county: str,
    counties: Data,
    whose: str,
    leader: dict[str, Any] | None,
    handout: str,
    event_gone: Tell,
    event_predicted: Tell,
    event_ended: Tell,
    event_figure_wanted: Tell,
    event_county_chosen: Tell,
) -> None:
    """A step of a lesson: what it tells or asks, what came out, and the way on and back; or shown only."""


@vue_panel("axis.vue")
def Axis(
    words: dict[str, str],
    years: list[int],
    rules: Data,
    changes: Data,
    hint: str,
    error: str,
    curve: dict[str, Any] | None,
    locked: str,
    event_rule_changed: Tell,
    event_change_undone: Tell,
) -> None:
    """Along the years: rules changed by hand, and what the curves of both sides say."""


@vue_panel("years.vue")
def Years(words: dict[str, str], curve: dict[str, Any], rows: list[list[str]]) -> None:
    """Each side's curve over the years, with its band and the pin where they cross; the same as a table."""


@vue_panel("verdict.vue")
def Verdict(
    words: dict[str, str],
    ready: bool,
    done: int,
    wanted: int,
    progress: str,
    headline: str,
    setting: str,
    failed: str,
    error: str,
    left: str,
    right: str,
    focus: str,
    focus_sentence: str,
    wider: str,
    outcomes: Data,
    parts: Data,
    index_sentence: str,
    shares: Data,
    shares_sentence: str,
    rows: Data,
    priced: dict[str, Any],
    event_focus_chosen: Tell,
    event_weight_chosen: Tell,
    event_weights_reset: Tell,
    event_price_chosen: Tell,
    event_prices_reset: Tell,
) -> None:
    """What the replications say, and what hangs on what one values."""


@vue_panel("tipping.vue")
def Tipping(
    words: dict[str, str],
    error: str,
    missing: str,
    warnings: list[str],
    shown: dict[str, Any],
    event_outcome_chosen: Tell,
    event_refine: Tell,
) -> None:
    """Which rule wins over two levers and how surely, where the visitor is, and points refined there."""


@vue_panel("why.vue")
def Why(
    words: dict[str, str],
    error: str,
    missing: str,
    warnings: list[str],
    shown: dict[str, Any],
    event_outcome_chosen: Tell,
) -> None:
    """The difference shared out over the answers of a rule, and the mechanisms of the world switched."""


@vue_panel("sheet.vue")
def Sheet(name: str, heading: str, lead: list[str], blocks: Data, notes: list[str]) -> None:
    """A panel of text and tables."""


@vue_panel("room.vue")
def RoomPanel(
    words: dict[str, str],
    mode: str,
    code: str,
    error: str,
    notes: list[str],
    question: dict[str, Any] | None,
    spread: Data,
    trainee: dict[str, Any],
    instructor: dict[str, Any],
    components: dict[str, str],
    event_opened: Tell,
    event_joined: Tell,
    event_left: Tell,
    event_expected: Tell,
    event_pushed: Tell,
    event_locked: Tell,
    event_asked: Tell,
    event_own_asked: Tell,
    event_tied: Tell,
    event_went_on: Tell,
    event_waits: Tell,
    event_shown: Tell,
    event_spread_shown: Tell,
    event_sent_away: Tell,
    event_ended: Tell,
) -> None:
    """A room of a class: the form to join it, a trainee's panel, or the instructor's."""


@vue_panel("wall.vue")
def WallPanel(
    words: dict[str, str],
    code: str,
    base: str,
    qr: dict[str, Any] | None,
    notes: list[str],
    question: dict[str, Any] | None,
    spread: Data,
    components: dict[str, str],
) -> None:
    """A room on the wall: its code and address, what is asked, and the spread once it is shown."""


@vue_panel("take.vue")
def TakeAway(
    words: dict[str, str], files: Data, ready_file: dict[str, str] | None, error: str, event_wanted: Tell
) -> None:
    """What can be taken away."""
