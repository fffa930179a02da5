"""What a visitor can do: each control's message checked again here and turned into a change of the choice.

Nothing raised here reaches the page: `Session.act` turns it into a sentence beside the control.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from jiaosuo.dashboard.choice.axis import years_played
from jiaosuo.dashboard.choice.choice import (
    Choice,
    change_rule,
    move_lever,
    plain_side,
    reset_lever,
    with_mode,
    with_rule,
    with_side,
    with_staffing,
    with_township,
    without_rule_change,
)
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.openings import with_place, with_story
from jiaosuo.dashboard.choice.outcomes import check_focus, check_prices, check_weights
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.county import panel as county_panel
from jiaosuo.dashboard.lessons import figures, moves
from jiaosuo.dashboard.page import report
from jiaosuo.dashboard.results import stored_studies, tipping_map, tipping_point, why_chart
from jiaosuo.experiments.analyses.tipping_point.tipping_result import TippingResult
from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.units import MINUTES_A_DAY

log = logging.getLogger(__name__)
type Tell = Callable[[Any], None]


@dataclass(frozen=True)
class Callbacks:
    """The callbacks of each panel."""

    masthead: dict[str, Tell]
    county: dict[str, Tell]
    lesson: dict[str, Tell]
    sides: dict[str, Tell]
    axis: dict[str, Tell]
    player: dict[str, Tell]
    verdict: dict[str, Tell]
    tipping: dict[str, Tell]
    why: dict[str, Tell]
    take: dict[str, Tell]


def of(session: Session) -> Callbacks:
    """The callbacks of a visitor's panels."""
    return Callbacks(
        masthead={
            "event_story_chosen": lambda name: open_story_or_lesson(session, name),
            "event_place_chosen": lambda name: session.act("place", lambda now: with_place(now, name)),
            "event_language_chosen": lambda name: session.speak(str(name)),
            "event_county": lambda *_: county_panel.toggle(session),
            "event_notes_read": lambda *_: notes_read(session),
        },
        county={
            "event_kept": lambda name: county_panel.kept(session, name),
            "event_closed": lambda *_: county_panel.toggle(session),
        },
        lesson={
            "event_gone": lambda said: moves.go(session, said),
            "event_predicted": lambda said: moves.predict(session, said),
            "event_ended": lambda *_: moves.end(session),
            "event_county_chosen": lambda name: moves.play_in(session, name),
            "event_figure_wanted": lambda said: figures.hand_over(session, said),
        },
        sides={
            "event_rule_chosen": lambda said: side(session, said, "rule", with_rule),
            "event_staffing_chosen": lambda said: side(session, said, "staffing", with_staffing),
            "event_mode_chosen": lambda mode: session.act("mode", lambda now: with_mode(now, mode)),
            "event_side_cleared": lambda which: session.act(str(which), lambda now: cleared(now, which)),
        },
        axis={
            "event_rule_changed": lambda said: session.act("axis", lambda now: rule_changed(now, said)),
            "event_change_undone": lambda said: session.act("axis", lambda now: change_undone(now, said)),
        },
        player={
            "event_lever": lambda said: lever(session, said),
            "event_reset": lambda said: reset(session, said),
            "event_undo": lambda *_: session.undo(),
            "event_township": lambda said: township(session, said),
            "event_play": lambda said: paused(session, said),
            "event_inspect": lambda *_: None,
            "event_message": lambda said: plan_again(session, said),
            "event_focus": lambda name: session.act("focus", lambda now: focus(now, name), keep=False),
        },
        verdict={
            "event_focus_chosen": lambda name: session.act("focus", lambda now: focus(now, name), keep=False),
            "event_weight_chosen": lambda said: session.act("weights", lambda choice: weight(choice, said)),
            "event_weights_reset": lambda *_: session.act("weights", lambda now: replace(now, weights=())),
            "event_price_chosen": lambda said: session.act("prices", lambda choice: price(choice, said)),
            "event_prices_reset": lambda *_: session.act("prices", lambda now: replace(now, prices=())),
        },
        tipping={
            "event_outcome_chosen": lambda name: select_outcome(session, tipping_map.STUDY, name),
            "event_refine": lambda *_: refine(session),
            "event_refine_cancelled": lambda *_: refine_cancelled(session),
        },
        why={"event_outcome_chosen": lambda name: select_outcome(session, why_chart.STUDY, name)},
        take={"event_wanted": lambda name: report.make(session, name)},
    )  # fmt: skip


def nothing(_: object = None) -> None:
    """A control that does nothing."""


def quiet(session: Session) -> Callbacks:
    """The callbacks of panels that only show: whatever a browser sends, nothing is done."""
    made = of(session)
    panels: dict[str, dict[str, Tell]] = {each.name: getattr(made, each.name) for each in fields(Callbacks)}
    silent: dict[str, Any] = {panel: dict.fromkeys(events, nothing) for panel, events in panels.items()}
    return Callbacks(**silent)


def table(said: object, *keys: str) -> Mapping[str, Any]:
    """A message as a table that has these keys, or InputError: browsers may send anything."""
    if not isinstance(said, Mapping) or any(key not in said for key in keys):
        raise InputError("message", said, f"must be a table with {', '.join(keys)}")
    return said


def open_story_or_lesson(session: Session, name: object) -> None:
    """A story chosen in the menu, or a lesson."""
    if isinstance(name, str) and name.startswith(moves.IN_THE_MENU):
        moves.open_(session, name.removeprefix(moves.IN_THE_MENU))
    else:
        session.act("story", lambda choice: with_story(choice, name))


def side(session: Session, said: object, key: str, change: Callable[[Choice, str, str], Choice]) -> None:
    """A rule or a staffing chosen on one side."""
    which = str(said["side"]) if isinstance(said, Mapping) and said.get("side") in SIDES else "left"
    session.act(which, lambda choice: change(choice, which, table(said, "side", key)[key]))


def cleared(choice: Choice, which: object) -> Choice:
    """A side without levers, township rules or changes in mid-play."""
    one = choice.comparison.side(str(which))
    return with_side(choice, str(which), plain_side(one.rule, one.staffing))


def rule_changed(choice: Choice, said: object) -> Choice:
    """A rule put on the axis: on one side or both, from a year on."""
    put = table(said, "side", "rule", "year")
    path = years_played(choice.comparison)
    if path is None or put["year"] not in path.all:
        raise InputError("year", put["year"], "must be a year that is played")
    minute = path.begins(put["year"]) * MINUTES_A_DAY
    return change_rule(choice, str(put["side"]), put["rule"], minute)


def change_undone(choice: Choice, said: object) -> Choice:
    """A change of rule taken off the axis."""
    gone = table(said, "side", "minute")
    return without_rule_change(choice, str(gone["side"]), gone["minute"])


def lever(session: Session, said: object) -> None:
    """A slider moved, in mid-play or at the start; `besides`: levers moved with it, in one step."""
    name = str(said.get("name")) if isinstance(said, Mapping) else "lever"

    def change(choice: Choice) -> Choice:
        moved = table(said, "name", "value", "minute")
        which = moved.get("side") or "both"
        minute = minute_of(moved["minute"])
        for each in (moved, *besides(moved)):
            choice = move_lever(choice, each["name"], each["value"], minute, which)
        return replace(choice, minute=minute)

    session.act(name, change)


def besides(moved: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The levers that are moved in the same step as another, each as a table."""
    given = moved.get("besides") or []
    if not isinstance(given, list) or len(given) > 1:
        raise InputError("besides", given, "must be a table with name, value")
    return [table(each, "name", "value") for each in given]


def reset(session: Session, said: object) -> None:
    """A slider put back to what the place says."""
    name = str(said.get("name")) if isinstance(said, Mapping) else "lever"
    session.act(name, lambda choice: reset_lever(choice, str(table(said, "name")["name"])))


def township(session: Session, said: object) -> None:
    """The rule of one township changed on the map."""

    def change(choice: Choice) -> Choice:
        chosen = table(said, "name", "rule", "side")
        for which in SIDES if chosen["side"] == "both" else (chosen["side"],):
            choice = with_township(choice, which, chosen["name"], chosen["rule"])
        return choice

    session.act("township", change)


def paused(session: Session, said: object) -> None:
    """Play or pause: the link keeps the minute at which the player stands, and who leads a room tells it."""
    if session.on_play is not None:
        session.on_play(said)
    if isinstance(said, Mapping) and not said.get("playing"):
        minute = said.get("minute")
        session.act("play", lambda choice: replace(choice, minute=minute_of(minute)), keep=False)


def plan_again(session: Session, said: object) -> None:
    """The browser's recording is no longer planned, after a long sleep say: it is planned again."""
    if isinstance(said, Mapping) and said.get("gone"):
        session.plans += 1
        session.changed()


def minute_of(minute: object) -> int:
    """A minute of the run as the browser sends it, or InputError."""
    if isinstance(minute, bool) or not isinstance(minute, int | float) or not 0 <= minute < 1e9:
        raise InputError("minute", minute, "must be a minute of the run, from 0")
    return int(minute)


def focus(choice: Choice, name: object) -> Choice:
    """Another outcome to look at."""
    return replace(choice, focus=check_focus(name))


def weight(choice: Choice, said: object) -> Choice:
    """One weight moved; the others stay, equal ones where none was given."""
    moved = table(said, "name", "weight")
    given = dict(EQUAL_WEIGHTS) | dict(choice.weights)
    if moved["name"] not in given:
        raise unknown("weights", moved["name"], given)
    return replace(choice, weights=check_weights(given | {moved["name"]: moved["weight"]}))


def price(choice: Choice, said: object) -> Choice:
    """One price moved; the others stay."""
    moved = table(said, "name", "price")
    return replace(choice, prices=check_prices(dict(choice.prices) | {moved["name"]: moved["price"]}))


def select_outcome(session: Session, study: str, name: object) -> None:
    """Another outcome on the tipping map or the why-chart; the choice stays as it is."""

    def select(choice: Choice) -> Choice:
        stored_studies.select_outcome(session, study, name)
        return choice

    session.act(study, select, keep=False)


def refine(session: Session) -> None:
    """The point of the map at which the left side stands is run in fresh worlds."""

    def begin(choice: Choice) -> Choice:
        place = choice.comparison.place
        found = stored_studies.stored_study(TippingResult, place)
        if found is None:
            raise InputError(
                "place", place, stored_studies.how_to_make(tipping_map.STUDY, place, choice.language)
            )
        here = tipping_map.here(found.result, choice)[0]
        people_per_agent = choice.comparison.people_per_agent
        session.refining = tipping_point.point_of(found.result, place, here.x, here.y, people_per_agent)
        session.refining_since, session.refining_looked = (0, 0.0), 0.0
        return choice

    session.act(tipping_map.STUDY, begin, keep=False)


def refine_cancelled(session: Session) -> None:
    """The point is no longer asked for; what is run of it is kept."""
    session.refining = None
    session.changed()


def notes_read(session: Session) -> None:
    """The notes on the link are put away."""
    session.notes = ()
    session.changed()


def log_problem(problem: BaseException) -> None:
    """A page that could not be drawn goes to the server's log, never to the reader."""
    log.error("a page could not be drawn", exc_info=problem)
