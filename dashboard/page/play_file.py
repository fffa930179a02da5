"""One file to send of what is looked at: the worlds that play, the verdict on the levers as they stand."""

from __future__ import annotations

from dataclasses import replace

from jiaosuo.dashboard.choice.choice import Choice, as_it_stands
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import WORLDS, Session
from jiaosuo.dashboard.choice.side_names import format_levers
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.page.panel_data import STAFFINGS, marks
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.results.verdict import result_of
from jiaosuo.dashboard.sending.compared import Asked, facts
from jiaosuo.dashboard.sending.page import Shown
from jiaosuo.dashboard.sending.stored import stored
from jiaosuo.dashboard.sending.stored_curve import stored_curve
from jiaosuo.dashboard.sending.telling import TAGS, Facts, focus_of, shown_outcomes, told
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import speaker


def play_file(session: Session, command: str) -> bytes:
    """The file; NotSendable before both worlds are recorded to their end, and where they do not fit.

    `command`: how to see the same again.
    """
    choice = session.choice
    broker = the_broker()
    tapes = stored(broker.store, choice.comparison)
    state = broker.replications(as_it_stands(choice.comparison), WORLDS)
    said = {language: _facts(choice, state, language) for language in TAGS}
    focus = _focus(choice, said[choice.language].result)
    spoken = {language: told(each, focus, language) for language, each in said.items()}
    return Shown(tapes, spoken, focus, choice.language, command).page()


def _focus(choice: Choice, result: ComparisonResult) -> str:
    """The outcome that is looked at, if a single world has it."""
    return choice.focus if choice.focus in shown_outcomes(result) else focus_of(result)


def _facts(choice: Choice, state: Replications, language: str) -> Facts:
    """What is compared and what came out, in a language."""
    comparison = as_it_stands(choice.comparison)
    failures = [each.told(language) for each in state.failed]
    weights, prices = dict(choice.weights), dict(choice.prices)
    result = result_of(state.rows, comparison, weights, language, failures, prices)
    found = facts(Asked(plan_run(choice.comparison, "left").base, {}), result, language)
    rows = dict(found.rows) | {"staffing": _staffing(choice, language), "levers": _levers(choice, language)}
    return replace(found, rows=rows, picture=stored_curve(replace(choice, language=language)))


def _staffing(choice: Choice, language: str) -> str:
    """How the force is split, once where it is the same on both sides."""
    _ = speaker(language)
    split = dict.fromkeys(_(STAFFINGS[choice.comparison.side(side).staffing]) for side in SIDES)
    return _("; ").join(split)


def _levers(choice: Choice, language: str) -> str:
    """What was moved, from the start and in mid-play, once where both sides share it."""
    _ = speaker(language)
    told_of = replace(choice, language=language)
    first = [format_levers(choice.comparison.side(side), language) for side in SIDES]
    later = [str(each["label"]) for each in marks(told_of)]
    return _("; ").join(dict.fromkeys(filter(None, [*first, *later])))
