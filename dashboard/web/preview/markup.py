"""The first picture's HTML: the same elements and classes as the panels that take its place, at rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons.moves import IN_THE_MENU
from jiaosuo.dashboard.page import panel_data
from jiaosuo.dashboard.player.words import player_words
from jiaosuo.model.core.words import ENGLISH


def markup(session: Session) -> str:
    """Head, the two sides, the player; nothing in it can be operated, which takes a second or two."""
    panels = _masthead(session) + _lesson(session) + _player(session)
    kind = "page" if session.choice.lesson is None else "page with-lesson"
    return f'<div id="preview" class="{kind}" inert aria-busy="true">{panels}</div>\n'


def _masthead(session: Session) -> str:
    shown = panel_data.masthead(session, link.model_version())
    words = shown["words"]
    lessons = [each | {"name": IN_THE_MENU + each["name"]} for each in shown["lessons"]]
    told = _chosen([*shown["stories"], *lessons], shown["story"], "title", words["no_story"])
    menus = _menu(words["story"], told)
    menus += _menu(words["place"], _chosen([*shown["places"], *shown["own"]], shown["place"], "title"))
    menus += _button(words["county"])
    other = "中文" if shown["lang"] == ENGLISH else "English"
    buttons = "".join(_button(each) for each in (words.get("classroom"), words["share"], other) if each)
    title = f'<p class="kicker">{escape(words["kicker"])}</p><h1>{escape(shown["title"])}</h1>'
    title += f'<p class="lede">{escape(shown["text"])}</p>'
    return (
        f'<div class="masthead-box"><header class="masthead"><div class="masthead-title">{title}</div>'
        f'<div class="masthead-controls">{menus}{buttons}</div></header></div>'
    )


def _lesson(session: Session) -> str:
    """The place of a lesson beside the two worlds, so that nothing moves when it comes."""
    if session.choice.lesson is None:
        return ""
    return '<div class="lesson-place"><section class="panel lesson"></section></div>'


def _player(session: Session) -> str:
    shown, words = panel_data.player(session)["settings"], player_words(session.choice.language)
    label = _select(_chosen(shown["outcomes"], shown["focus"]))
    titles = _titles(session)
    maps = "".join(
        f'<div class="world {side}">{titles[side]}'
        f'<div class="map {side}">{"<canvas></canvas>" * 2}</div></div>'
        for side in SIDES
    )  # the ground, and what moves on it
    return (
        f'<section class="player"><div class="score"><label class="score-outcome">{label}</label>'
        f'<p class="score-verdict coming"><span class="verdict-line">&nbsp;</span></p></div>'
        f'<div class="stage maps">{maps}<p class="score-sentence">{escape(words["starting"])}</p></div>'
        f'{_transport(words)}<section class="bench"></section></section>'
    )


def _titles(session: Session) -> dict[str, str]:
    """The titles of the two maps: rule, staffing, and the numbers of this one world."""
    shown = panel_data.sides(session)
    rules = [rule for group in shown["groups"] for rule in group["rules"]]
    return {side["name"]: _title(side, rules, shown["staffings"]) for side in shown["sides"]}


def _title(side: Mapping[str, Any], rules: list[Any], staffings: list[Any]) -> str:
    mark = '<span class="side-mark"></span>'
    rule = _select(_chosen(rules, side["rule"]), "side-rule")
    staffing = _select(_chosen(staffings, side["staffing"]))
    number = (
        f'<span class="score-number none {side["name"]}"><strong></strong> <span class="unit"></span></span>'
    )
    return (
        f'<div class="map-title side {side["name"]}"><h2 class="side-name">{mark}<label>{rule}</label></h2>'
        f'<label class="staffing">{staffing}</label><p class="running">{number}</p>'
        f'<p class="side-changes"><span class="changes">{escape(side["changes"])}</span></p></div>'
    )


SIGNS = {
    "step start": "M2 2h2v12H2zM14 2v12L5 8z",
    "step back": "M12 2v12L3 8z",
    "play": "M3 2h4v12H3zM9 2h4v12H9z",
    "step": "M4 2v12l9-6z",
}
"""The signs of the transport's buttons."""


def _transport(words: Mapping[str, str]) -> str:
    signs = {kind: f'<svg viewBox="0 0 16 16"><path d="{path}"></path></svg>' for kind, path in SIGNS.items()}
    buttons = "".join(f'<button type="button" class="{kind}">{sign}</button>' for kind, sign in signs.items())
    clock = '<p class="clock"><strong>00:00</strong> <span>&nbsp;</span></p>'
    rail = '<div class="rail"><span class="gone"></span></div>'
    speed = f'<label class="speed"><span class="hush">{escape(words["speed"])}</span></label>'
    buttons = f'<div class="transport-buttons">{buttons}</div>'
    return f'<div class="transport">{buttons}{clock}<div class="scrub">{rail}</div>{speed}</div>'


def _chosen(rows: Iterable[Mapping[str, Any]], name: str, key: str = "label", none: str = "") -> str:
    return str(next((row[key] for row in rows if row["name"] == name), none))


def _menu(label: str, chosen: str, kind: str = "") -> str:
    return f'<label class="field {kind}"><span>{escape(label)}</span>{_select(chosen)}</label>'


def _select(chosen: str, kind: str = "") -> str:
    return f'<select class="{kind}"><option>{escape(chosen)}</option></select>'


def _button(text: str) -> str:
    return f'<button type="button" class="plain">{escape(text)}</button>'
