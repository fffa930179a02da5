"""What a visit rests on: the session, the playback plan, replications and theory, kept up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import solara
from solara.lab import headers

from jiaosuo.dashboard import link
from jiaosuo.dashboard.browser.polling import use_polling
from jiaosuo.dashboard.choice.choice import as_it_stands
from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import WORLDS, Session, error_sentence
from jiaosuo.dashboard.county.measuring import measured
from jiaosuo.dashboard.jobs.broker import EXPORT_FORMS, the_broker
from jiaosuo.dashboard.results import (
    curve,
    curve_making,
    queueing_theory,
    tipping_map,
    tipping_point,
    travel_ways,
    verdict,
    why_chart,
    wider_band,
)
from jiaosuo.dashboard.results.sheet import SheetData
from jiaosuo.dashboard.results.stored_studies import StudyPanel
from jiaosuo.experiments.comparison.geometry_result import Ways
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import CHINESE, ENGLISH, translate


def use_visit() -> Session:
    """The visitor's session, made from the link it came with; a change draws the page again."""
    router = solara.use_router()
    _, draw = solara.use_state(0)
    session: Session = solara.use_memo(lambda: begin(router.search or ""), [])
    session.changed = lambda: draw(lambda number: number + 1)
    return session


def begin(search: str) -> Session:
    """A session as a link says, in the language of the browser where the link says none."""
    choice, notes = link.read(search, preferred_language(), link.model_version())
    return Session(choice, notes=notes)


def preferred_language() -> str:
    """Chinese for a browser that asks for it first, else English."""
    said = (headers.value or {}).get("accept-language", [""])
    first = said[0] if isinstance(said, list) and said else str(said)
    return CHINESE if first.lower().startswith("zh") else ENGLISH


def use_measured(session: Session) -> None:
    """A county from a folder that the page did not keep is measured beside it, and then drawn again."""
    place = session.choice.comparison.place
    use_polling(
        session, "county", lambda: measured(place), lambda _: session.changed(), lambda _: True, [place]
    )


def use_plan(session: Session) -> dict[str, Any] | None:
    """The plan of both worlds' recordings, or None with a sentence in the session's errors."""
    comparison = session.choice.comparison

    def plan() -> tuple[dict[str, Any] | None, str]:
        try:
            return the_broker().plan(comparison, session.person).to_json(), ""
        except Exception as error:
            return None, error_sentence(error, session.choice.language)

    made, problem = solara.use_memo(plan, [comparison, session.plans])
    session.set_error("plan", problem)
    return made


def use_replications(session: Session) -> tuple[Replications, ComparisonResult | None]:
    """How far the replications under the present levers are, and their result once all are done."""
    comparison = as_it_stands(session.choice.comparison)
    watched, show = solara.use_state((comparison, Replications()))

    use_polling(
        session,
        "verdict",
        lambda: _replicated(session, comparison),
        lambda state: show((comparison, state)),
        lambda state: state.complete,
        [comparison],
    )
    state = watched[1] if watched[0] == comparison else Replications()
    done = state.complete

    def judge() -> ComparisonResult | None:
        if not done or not state.rows:
            return None
        choice = session.choice
        session.prove(comparison, state)
        return verdict.result_of(
            state.rows,
            comparison,
            dict(choice.weights),
            choice.language,
            [each.told(choice.language) for each in state.failed],
            dict(choice.prices),
        )

    made_from = [comparison, done, session.choice.weights, session.choice.prices, session.choice.language]
    session.result = solara.use_memo(judge, made_from)
    return state, session.result


def _replicated(session: Session, comparison: Comparison) -> Replications:
    """How far the replications are; the long sums of a finished verdict are done here, beside the page."""
    state = the_broker().replications(comparison, WORLDS)
    if state.complete and state.rows:
        verdict.result_of(state.rows, comparison, dict(session.choice.weights), session.choice.language)
    return state


def use_wider_band(session: Session, result: ComparisonResult | None) -> wider_band.Band:
    """What is not known of the numbers, in worlds that are run once the verdict is there."""
    choice = session.choice
    comparison = as_it_stands(choice.comparison)
    wanted = result is not None and not session.hidden
    watched, show = solara.use_state((comparison, wider_band.Wider()))

    def ask() -> wider_band.Wider:
        return wider_band.ask(the_broker(), wider_band.sets_of(comparison) if wanted else None)

    use_polling(
        session,
        "verdict",
        ask,
        lambda found: show((comparison, found)),
        lambda found: found.complete,
        [comparison, wanted],
    )
    wider = watched[1] if watched[0] == comparison else wider_band.Wider()

    def tell() -> wider_band.Band:
        if result is None or not wanted or not wider.of:
            return wider_band.NOT_YET
        sets = wider_band.sets_of(comparison)  # at hand, as worlds of them were asked for
        return wider_band.told(result, sets, wider, choice.focus, choice.language)

    band: wider_band.Band = solara.use_memo(
        tell, [comparison, wanted, wider, choice.focus, choice.prices, choice.language]
    )
    return band


def use_theory(session: Session, result: ComparisonResult | None) -> SheetData | None:
    """The panel of the theory line, as soon as the loads of this place are known."""
    choice = session.choice
    loads, show = solara.use_state((None, None))
    key = queueing_theory.key(choice.comparison)

    comparison = choice.comparison
    use_polling(
        session,
        "theory",
        lambda: queueing_theory.ask(the_broker(), comparison),
        lambda found: show((key, found)),
        bool,
        [key],
    )
    ways = _use_ways(session)
    if loads[0] != key or not loads[1]:
        return None
    return queueing_theory.panel(loads[1], choice.comparison, choice.language, result, ways)


def _use_ways(session: Session) -> Ways | None:
    """How far officers have to travel on both sides, as soon as that is known."""
    comparison = session.choice.comparison
    found, show = solara.use_state((None, None))
    key = travel_ways.key(comparison)

    use_polling(
        session,
        "theory",
        lambda: travel_ways.ask(the_broker(), comparison),
        lambda ways: show((key, ways)),
        lambda ways: ways is not None,
        [key],
    )
    return found[1] if found[0] == key else None


def use_curve(session: Session) -> JsonObject | None:
    """The curve of the outcome looked at, as the player takes it; None while outcomes are hidden.

    Of the surface that is stored for the place, else of one that is made beside the page.
    """
    choice, hidden = session.choice, session.hidden
    stored = None if hidden else curve.kept(choice.comparison.place, choice.language)
    found = stored if stored is not None and curve.knows(stored, choice) else None
    order = None if hidden or found is not None else curve_making.order_of(choice)
    key = (order, choice.focus)
    watched, show = solara.use_state((key, curve_making.Made()))
    use_polling(
        session,
        "curve",
        lambda: curve_making.Made() if order is None else curve_making.ask(the_broker(), order, key[1]),
        lambda made: show((key, made)),
        lambda made: order is None or made.complete,
        [key],
    )
    made = watched[1] if watched[0] == key else curve_making.Made()

    def draw() -> JsonObject | None:
        if hidden:
            return None
        try:
            if found is not None:
                return curve.of_kept(found, choice).to_json()
            return (
                curve_making.no_curve(choice) if order is None else curve_making.curve_of(choice, made)
            ).to_json()
        except Exception as error:
            return curve.nothing(choice, error_sentence(error, choice.language)).to_json()

    drawn: JsonObject | None = solara.use_memo(draw, [choice, hidden, made, found])
    session.curve = drawn  # for a report
    return drawn


def use_point(session: Session) -> Replications:
    """How far the worlds of the point are that is being refined; kept in the session once all are done."""
    point = session.refining
    watched, show = solara.use_state((None, Replications()))

    def ask() -> Replications:
        if point is None or point in session.refined:
            return Replications()
        state = the_broker().replications(point.comparison, tipping_point.WORLDS, point.rules)
        if state.complete:
            session.refined = {**session.refined, point: state}
        elif tipping_point.is_stuck(session, state, time.monotonic()):
            tipping_map.give_up(session, state)
            return Replications()
        return state

    use_polling(session, tipping_map.STUDY, ask, lambda state: show((point, state)), _is_over, [point])
    return watched[1] if watched[0] == point else Replications()


def _is_over(state: Replications) -> bool:
    """Whether there is nothing to wait for: all worlds are there, or none were asked for."""
    return state.complete or not state.wanted


def use_panels(session: Session, state: Replications) -> tuple[StudyPanel, StudyPanel]:
    """The tipping map and the why-chart; one that cannot be drawn is a sentence in its place."""
    seen = [session.choice, session.selected, session.refining, session.refined, state]
    seen += [session.errors.get(name) for name in (tipping_map.STUDY, why_chart.STUDY)]

    def draw() -> tuple[StudyPanel, StudyPanel]:
        return (
            panel_or_error(session, tipping_map.WORDS, lambda: tipping_map.panel(session, state)),
            panel_or_error(session, why_chart.WORDS, lambda: why_chart.panel(session)),
        )

    found: tuple[StudyPanel, StudyPanel] = solara.use_memo(draw, seen)
    return found


def panel_or_error(session: Session, words: Mapping[str, str], draw: Callable[[], StudyPanel]) -> StudyPanel:
    """What a panel shows, or the sentence of what went wrong."""
    try:
        return draw()
    except Exception as error:
        language = session.choice.language
        spoken = {key: translate(word, language) for key, word in words.items()}
        return StudyPanel(spoken, error=error_sentence(error, language))


def calls_of(session: Session) -> dict[str, str]:
    """Addresses of all calls of both worlds, by kind of file; none where the broker has none."""
    try:
        return {kind: the_broker().export_url(session.choice.comparison, kind) for kind in EXPORT_FORMS}
    except Exception as error:
        session.set_error("take", error_sentence(error, session.choice.language))
        return {}
