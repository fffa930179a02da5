"""The page, as a table of contents: who visits, what is chosen, and the panels that show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reacton
import solara

from jiaosuo.dashboard import link
from jiaosuo.dashboard.browser.panels import (
    Axis,
    CountyPanel,
    LessonPanel,
    Masthead,
    RoomPanel,
    Sheet,
    TakeAway,
    Tipping,
    Verdict,
    WallPanel,
    Why,
    Years,
)
from jiaosuo.dashboard.browser.turns import use_later
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.county import panel as county_panel
from jiaosuo.dashboard.county.keeping import may_bring
from jiaosuo.dashboard.lessons import moves
from jiaosuo.dashboard.lessons.hooks import use_lesson
from jiaosuo.dashboard.lessons.panel import panel as lesson_panel
from jiaosuo.dashboard.page import callbacks, panel_data, verdict_data
from jiaosuo.dashboard.page.axis_panel import axis_panel
from jiaosuo.dashboard.page.hooks import (
    calls_of,
    use_curve,
    use_measured,
    use_panels,
    use_plan,
    use_point,
    use_replications,
    use_theory,
    use_visit,
    use_wider_band,
)
from jiaosuo.dashboard.page.numbered import numbered
from jiaosuo.dashboard.results.wider_band import Band
from jiaosuo.dashboard.rooms import panel
from jiaosuo.dashboard.rooms.hooks import use_participant
from jiaosuo.dashboard.rooms.locks import RULES
from jiaosuo.dashboard.rooms.participant import Participant
from jiaosuo.dashboard.rooms.wall import wall
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import N_, translate

ELSEWHERE = N_(
    "The page is drawn by its own server only, not in a notebook or a program: run `jiaosuo dashboard`, and "
    "open the address that it prints. In a notebook, show the result of compare()."
)
SORRY = "This page could not be drawn, and the fault is ours. Open it again: the address holds all you chose."


@solara.component
def Layout(children: list[reacton.core.Element]) -> reacton.core.Element:
    """Nothing but the page: no bar, no sidebar."""
    return solara.Div(children=children, classes=["sheet-of-paper"])


@solara.component
def Page() -> None:
    """The page, and one sentence where it cannot be drawn: outside its server, or by our fault."""
    # Solara reads its settings as this is imported, and the server sets them first
    from solara.server.kernel_context import has_current_context

    problem, _ = solara.use_exception()
    if not has_current_context():
        with solara.Div(classes=["sorry"]).key("elsewhere"):
            solara.Text(translate(ELSEWHERE, "en"))
            solara.Text(translate(ELSEWHERE, "zh_CN"))
        return
    if problem is not None:
        callbacks.log_problem(problem)
        with solara.Div(classes=["sorry"]).key("sorry"):
            solara.Text(translate(SORRY, "en"))
            solara.Text(translate(SORRY, "zh_CN"))
        return
    Contents().key("contents")


@solara.component
def Contents() -> None:
    """The page of a visitor, or the window that an instructor has opened for the wall."""
    session = use_visit()
    use_measured(session)
    participant = use_participant(session)
    drawn = solara.use_ref(0)
    drawn.current += 1  # a part that is given the same objects would not be drawn again
    if participant.on_wall:
        Wall(session, participant, drawn.current).key("wall")
    else:
        Desk(session, participant, drawn.current).key("desk")


@solara.component
def Wall(session: Session, participant: Participant, drawn: int) -> None:
    """What a projector shows of a room: the question, the step of the lesson, the two worlds, the verdict."""
    moves.settle(session)
    taught = lesson_panel(session, use_lesson(session))
    plan = use_plan(session)
    state, result = use_replications(session)
    verdict_line = verdict_data.verdict_line(session, state, result, use_wider_band(session, result))
    quiet = callbacks.quiet(session)
    with solara.Div(classes=["page", "on-wall", *(["with-lesson"] if taught else [])]):
        head = panel_data.masthead(session, link.model_version()) | {"shown_only": True}
        Masthead(**head, **quiet.masthead, event_classroom=callbacks.nothing)
        WallPanel(**wall(participant, participant.host), components=panel.parts())
        with solara.Div(classes=["lesson-place"]):
            if taught:
                LessonPanel(**taught.to_json(), locked="", shown_only=True, **quiet.lesson).key("lesson")
        played: dict[str, Any] = {"shown_only": True}
        World(session, plan, verdict_line, state, played, quiet)


@solara.component
def Desk(session: Session, participant: Participant, drawn: int) -> None:
    """What is shown, the two worlds, and what stands below them."""
    moves.settle(session)
    taught = lesson_panel(session, use_lesson(session), leads=participant.is_instructor)
    plan = use_plan(session)
    state, result = use_replications(session)
    band = use_wider_band(session, result)
    do = callbacks.of(session)
    with solara.Div(classes=["page", *(["with-lesson"] if taught else [])]):
        Masthead(
            **panel_data.masthead(session, link.model_version()),
            shown_only=False,
            **do.masthead,
            event_classroom=participant.toggle_door,
        )
        RoomPanel(**panel.of(participant))
        with solara.Div(classes=["county-place"]):
            if session.county:
                may = may_bring(solara.get_session_id())
                CountyPanel(**county_panel.panel(session, may), **do.county).key("county")
        with solara.Div(classes=["lesson-place"]):
            if taught:
                LessonPanel(
                    **taught.to_json(), locked=panel_data.locked(session), shown_only=False, **do.lesson
                ).key("lesson")
        axis = axis_panel(session, state)
        rows = axis.pop("rows")
        played = {name: axis.pop(name) for name in ("mode", "modes")}
        World(session, plan, verdict_data.verdict_line(session, state, result, band), state, played, do)
        Rest(lambda: Below(session, axis, rows, state, result, band, do, drawn))


@solara.component
def Rest(below: Callable[[], reacton.core.Element]) -> reacton.core.Element:
    """What stands below the worlds is drawn after them: nobody waits for it before the first picture."""
    is_later = use_later()
    return below() if is_later else solara.Div(classes=["rest"])


@solara.component
def Below(
    session: Session,
    axis: dict[str, Any],
    rows: Any,
    state: Replications,
    result: ComparisonResult | None,
    band: Band,
    do: callbacks.Callbacks,
    drawn: int,
) -> None:
    """The axis of time, the verdict, the map, the why, the theory, the place, what to take."""
    theory = use_theory(session, result)
    tipping, why = use_panels(session, use_point(session))
    with solara.Div(classes=["rest"]):
        Axis(**axis, locked=panel_data.locked(session, RULES), **do.axis)
        with solara.Div(classes=["below"]):
            if axis["curve"]:
                Years(words=axis["words"], curve=axis["curve"], rows=rows).key("years")
            if session.hidden:
                Sheet(**verdict_data.withheld(session).to_json()).key("withheld")
            else:
                Verdict(**verdict_data.verdict_panel(session, state, result, band), **do.verdict)
                Tipping(**tipping.to_json(), **do.tipping)
                Why(**why.to_json(), **do.why)
                for sheet in filter(None, (theory, panel_data.history_panel(session))):
                    Sheet(**sheet.to_json()).key(sheet.name)
            Sheet(**panel_data.about(session).to_json()).key("about")
            if not session.hidden:
                TakeAway(**panel_data.take_panel(session, calls_of(session)), **do.take)


@solara.component
def World(
    session: Session,
    plan: dict[str, Any] | None,
    judged: dict[str, Any],
    state: Replications,
    played: dict[str, Any],
    do: callbacks.Callbacks,
) -> None:
    """The player with its levers and its curve, or why there is none.

    `judged`: the line over the maps; `played`: as a week or as years, and whether it only shows.
    """
    # the page opens without this
    from jiaosuo.dashboard.browser.chart_specs import specs
    from jiaosuo.dashboard.player import Player, player_words

    curve = use_curve(session)
    if plan is None:
        solara.Div(children=[session.errors.get("plan", "")], classes=["waiting", "error"])
        return
    language = session.choice.language
    shown = panel_data.player(session)
    shown["settings"] |= played | {
        "verdict": judged,
        "proof": verdict_data.proof_of(session, state),
    }
    shown["curve"] = curve
    words, sides = player_words(language), panel_data.sides(session)
    told = numbered(session, do.player | do.sides)
    Player(plan=plan, words=words, lang=language, charts=specs(language), sides=sides, **shown, **told)
