"""What the verdict's panel, the line over the maps and the points on the curve show."""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.choice import outcomes, places
from jiaosuo.dashboard.choice.choice import Choice, as_it_stands
from jiaosuo.dashboard.choice.levers import levers_of
from jiaosuo.dashboard.choice.problem import left_out
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import WORLDS, Session
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.page.panel_data import spoken
from jiaosuo.dashboard.results import last_setting, pricing, verdict, weighing
from jiaosuo.dashboard.results.proof import proof
from jiaosuo.dashboard.results.sheet import SheetData
from jiaosuo.dashboard.results.wider_band import NOT_YET, Band, beside
from jiaosuo.experiments.comparison.moments import SENTENCES
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import N_, speaker

VERDICT = {
    "heading": N_("Verdict"), "worlds": N_("worlds run"), "value": N_("What you value"),
    "focus": N_("Look at"), "equal": N_("All the same"),
    "weights": N_("How much each counts (0 to 5), and the per cents it adds to the index"),
    "prices": N_("What it costs, in yuan a day"), "price": N_("What each is worth, and what it adds"),
    "as_declared": N_("Prices as declared"),
    "shares_note": N_("No set of weights is the right one."), "all": N_("All outcomes"),
    "measure": N_("Measure"), "difference": N_("Right less left [95 % interval]"), "judged": N_("Right is"),
    "table_note": N_("The last column judges all lines at once (Holm): if nothing differs, one table in "
                     "twenty shows a difference. Each interval is of its own line."),
}  # fmt: skip


def verdict_panel(
    session: Session, state: Replications, result: ComparisonResult | None, band: Band = NOT_YET
) -> dict[str, Any]:
    """The verdict; before the last world only how many are done."""
    choice = session.choice
    _ = speaker(choice.language)
    left, right = side_names(choice.comparison, choice.language)
    done, wanted = state.done, state.wanted or WORLDS
    problems = (session.errors.get(name) for name in ("weights", "prices", "focus", "verdict"))
    return {
        "words": spoken(VERDICT, choice.language),
        "ready": result is not None,
        "done": done,
        "wanted": wanted,
        "progress": _("One world proves nothing. {done} of {wanted} are run; no verdict before the last.",
                      done=done, wanted=wanted),
        "failed": left_out(state.failed, choice.language),
        "error": " ".join(filter(None, problems)),
        "left": left,
        "right": right,
        "focus": choice.focus,
        "outcomes": [each.to_json() for each in outcomes.menu(choice.language)],
        "wider": band.sentence,
        **_sentences(result, choice),
        **_weighed(result, choice),
        "against": "" if result is None else last_setting.against(
            state, session.last_setting(), choice.focus, (left, right), choice.language),
        "priced": pricing.panel(result, choice.comparison.place, dict(choice.prices), choice.language),
    }  # fmt: skip


def _sentences(result: ComparisonResult | None, choice: Choice) -> dict[str, Any]:
    """Headline, setting, focus and table of a verdict; empty before there is one."""
    if result is None:
        return {"headline": "", "setting": "", "focus_sentence": "", "rows": []}
    _ = speaker(choice.language)
    setting = _(
        "{n} worlds ({days} d each); the same people, trips and incidents on both sides.",
        n=result.replications,
        days=f"{result.days:g}",
    )
    return {
        "headline": verdict.headline(result, choice.language),
        "setting": _("{one} {other}", one=setting, other=_(SENTENCES[result.at])),
        "focus_sentence": verdict.focus_sentence(result, choice.focus, choice.language),
        "rows": [row.to_json() for row in verdict.table(result, choice.language)],
    }


def _weighed(result: ComparisonResult | None, choice: Choice) -> dict[str, Any]:
    """What hangs on the weights; before the verdict only the weights themselves."""
    weights = dict(choice.weights)
    found = (
        weighing.weighing(result, weights, choice.language)
        if result
        else weighing.unweighed(weights, choice.language)
    )
    return {
        "parts": [part.to_json() for part in found.parts],
        "index_sentence": found.sentence,
        "shares": [share.to_json() for share in found.shares],
        "shares_sentence": found.shares_sentence,
    }


SO_FAR = N_("{done} of {wanted} worlds are run; then the verdict")


def verdict_line(
    session: Session, state: Replications, result: ComparisonResult | None, band: Band = NOT_YET
) -> dict[str, Any]:
    """The verdict on the chosen outcome in one line over the maps, and the whole of it in a sentence."""
    choice = session.choice
    done, wanted = state.done, state.wanted or WORLDS
    line, text = verdict.ShortVerdict(""), ""
    if result is not None and not session.hidden:
        line = verdict.short(result, choice.focus, choice.language)
        text = verdict.focus_sentence(result, choice.focus, choice.language)
    elif not session.hidden:
        line = verdict.ShortVerdict(speaker(choice.language)(SO_FAR, done=done, wanted=wanted))
    ready = {"done": done, "wanted": wanted, "ready": result is not None}
    if result is not None and not session.hidden:
        names = side_names(choice.comparison, choice.language)
        against = last_setting.against(state, session.last_setting(), choice.focus, names, choice.language)
        text = " ".join(filter(None, [text, against]))
    interval = beside(line.interval, band, choice.focus, choice.language)
    return {"line": line.text, "interval": interval, "better": line.better, "text": text} | ready


def proof_of(session: Session, state: Replications) -> dict[str, Any] | None:
    """What the worlds under the present levers say so far of the outcome looked at; nothing while hidden."""
    choice = session.choice
    found = None if session.hidden else proof(state, choice.focus)
    if found is None:
        return None
    shipped, moved = (
        places.scenario(choice.comparison.place),
        dict(as_it_stands(choice.comparison).left.values),
    )
    at = {name: moved.get(name, float(shipped[name])) for name in levers_of(choice.comparison.place)}
    return found.to_json() | {"at": at}


HIDDEN = N_("Verdict, tipping points, why, theory and files come when the outcomes are shown again.")


def withheld(session: Session) -> SheetData:
    """One quiet sentence in the place of every panel that tells an outcome, while outcomes are hidden."""
    language = session.choice.language
    heading = spoken(VERDICT, language)["heading"]
    return SheetData(name="withheld", heading=heading, lead=(speaker(language)(HIDDEN),))
