"""What a browser lacks, filled in or told, before anything else on the page runs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, translate

SCRIPT = Path(__file__).parent / "browser.js"

TOO_OLD = N_(
    "This browser is too old for the page (it lacks {lacks}). Use Chrome or Edge 111, Firefox 121, Safari "
    "16.4 or a newer one; from Chrome or Edge 85, Firefox 79, Safari 14 on the page works, if plainer."
)
NO_COOKIES = N_("This browser keeps no cookies, and the page needs one. Allow cookies for this address.")


@cache
def browser_script(tag: str) -> str:
    """The script as an element, its sentences in the language of a page's tag."""
    language = CHINESE if tag.startswith("zh") else ENGLISH
    text = SCRIPT.read_text("utf-8")
    for mark, sentence in (("__TOO_OLD__", TOO_OLD), ("__NO_COOKIES__", NO_COOKIES)):
        said = json.dumps(translate(sentence, language), ensure_ascii=False).replace("<", "\\u003c")
        text = text.replace(f'"{mark}"', said)
    return f"<script>{text}</script>"


def with_browser_script(page: str, tag: str) -> str:
    """The page with the script in front of all others."""
    return page.replace("<head>", "<head>\n" + browser_script(tag), 1)
