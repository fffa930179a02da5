"""The first picture written into Solara's page, and Solara's own scripts put off until it moves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.page import callbacks, panel_data
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.player.words import player_words
from jiaosuo.dashboard.web.preview.markup import markup
from jiaosuo.model.core.words import CHINESE, ENGLISH

ELSEWHERE = ("room", "lesson", "kernelid", "modelid")
"""Parts of a link by which it is decided later what may be seen: then there is a head alone."""

LATER = Path(__file__).parent / "deferred.js"
"""What puts Solara's scripts off; it stands in the page itself, so that nothing is waited for."""

FIRST = '<script type="module" async src="assets/preview.js"></script>'


def first_picture(query: str, language: str, plays: bool = True) -> str:
    """The head and the two worlds of a link as HTML, with the plan of the recordings in it if it may play.

    `language` is that of the browser. Nothing where this fails: the page itself says what is the matter.
    """
    spoken = CHINESE if language.startswith("zh") else ENGLISH
    plays = plays and not re.search(rf"(?:^|&)(?:{'|'.join(ELSEWHERE)})=", query)
    try:
        choice, _notes = link.read(query, spoken, link.model_version())
        session = Session(choice)
        return markup(session) + _data(_for_the_player(session) if plays else None)
    except Exception as error:
        callbacks.log_problem(error)
        return ""


def _for_the_player(session: Session) -> dict[str, Any]:
    """What the engine needs to play: plan, words, names, outcome."""
    choice = session.choice
    chunk = choice.minute // plan_run(choice.comparison, "left").chunk_minutes
    plan = the_broker().plan(choice.comparison, session.person, chunk).to_json()
    shown = panel_data.player(session)
    settings = shown["settings"]
    return {
        "plan": plan,
        "words": player_words(choice.language),
        "lang": tag_of(choice.language),
        "rules": shown["rules"],
        "outcome": next((each for each in settings["outcomes"] if each["name"] == choice.focus), None),
        "sides": settings["sides"],
        "speed": settings["speed"],
        "start": settings["start"],
    }


def tag_of(language: str) -> str:
    """The tag of a language in HTML."""
    return "en" if language == ENGLISH else "zh-CN"


def _data(told: object) -> str:
    """What the page's script reads; nothing in it can end the element."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="preview-data">{text}</script>\n'


SCRIPT = re.compile(r"<script(?P<tag>[^>]*)>")
SHEET = re.compile(r'<link(?P<tag>[^>]*/_solara/cdn/[^>]*)rel="stylesheet"')


def with_first(page: str, picture: str) -> str:
    """Solara's page with the first picture in front; its scripts and sheets wait for `preview.begin()`."""
    if not picture:
        return page
    head, opening, body = re.split(r"(<body[^>]*>)", page, maxsplit=1)
    head, body = (
        SHEET.sub(r'<link\g<tag>rel="stylesheet" media="print" data-later', each) for each in (head, body)
    )
    body = SCRIPT.sub(r'<script type="text/later"\g<tag>>', body)
    own = f"<script>{LATER.read_text('utf-8')}</script>\n{FIRST}\n"
    head = head.replace("<head>", "<head>\n" + own, 1)
    return f'{head}{opening[:-1]} class="with-preview">\n{picture}{body}'
