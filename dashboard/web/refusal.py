"""What is answered instead of what was asked for: a sentence, to people as a page and to scripts as JSON.

The page is in the visitor's language and asks for nothing else from the server: whoever is refused has no
style sheet either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope, Send

from jiaosuo.dashboard.web.headers import HEADERS, headers_of, root_of
from jiaosuo.dashboard.web.solara_setup import language_tag
from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, speaker

TITLE = "交所合一 jiaosuo"
TOKEN = N_("Token")
ENTER = N_("Open the page")
AGAIN = N_("This page asks again by itself, and opens as soon as there is room.")
SECONDS_UNTIL_AGAIN = 5
OF_ALL = {"cache-control": "no-store", "vary": "accept, accept-language"}

STYLE = """
body { margin: 0; background: #fbf9f4; color: #2b2a26;
  font: 1.125rem/1.55 "Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC",
    "Microsoft YaHei", sans-serif; }
main { max-width: 34rem; margin: 12vh auto 0; padding: 0 1.25rem; }
h1 { font-size: 1rem; font-weight: 600; color: #625d53; margin: 0 0 1rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-top: 1.5rem; }
label { flex: 1 1 14rem; font-size: .95rem; }
input { box-sizing: border-box; display: block; width: 100%; margin-top: .25rem; font: inherit;
  padding: .5rem .6rem; border: 1px solid #8a8373; border-radius: 4px; background: #fff; color: inherit; }
button { font: inherit; padding: .5rem 1rem; border: 1px solid #0b6450; border-radius: 4px;
  background: #0b6450; color: #fff; cursor: pointer; }
"""

ASK_AGAIN = """
setInterval(function () {
  fetch(%s + location.search, { cache: "no-store" })
    .then(function (answer) { return answer.json(); })
    .then(function (told) { if (told.fits) location.reload(); })
    .catch(function () {});
}, %d);
"""


@dataclass(frozen=True)
class Refusal:
    """A sentence (marked words, filled from `values`) with its status.

    `asks_token`: a field for the token stands below it. `again`: the page asks again until there is room.
    """

    status: int
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    asks_token: bool = False
    again: bool = False


async def refuse(
    scope: Scope, send: Send, refusal: Refusal, more: Sequence[tuple[bytes, bytes]] = ()
) -> None:
    """Answer a request with a refusal: as a page where a page was asked for, else as JSON."""
    kind, body = _told(scope, refusal)
    told = [(name.encode(), value.encode()) for name, value in (HEADERS | OF_ALL).items()]
    told += [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body)), *more]
    told.append((b"connection", b"close"))  # whoever is refused holds no connection
    await send({"type": "http.response.start", "status": refusal.status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def refused(request: Request, status: int, sentence: str, **values: object) -> Response:
    """The answer of a route that refuses: marked words, with what fills them."""
    kind, body = _told(request.scope, Refusal(status, sentence, values))
    return Response(body, status, OF_ALL, kind)


def _told(scope: Scope, refusal: Refusal) -> tuple[str, bytes]:
    """The kind of content, and the content."""
    headers = headers_of(scope)
    language = language_of(scope, headers)
    if wants_page(headers):
        return "text/html; charset=utf-8", _page(scope, refusal, language).encode()
    said = {"error": speaker(language)(refusal.sentence, **refusal.values)}
    return "application/json", json.dumps(said, ensure_ascii=False).encode()


def wants_page(headers: Mapping[str, str]) -> bool:
    """Whether a person looks at the answer: a browser that goes somewhere takes HTML, a script does not."""
    return "text/html" in headers.get("accept", "")


def language_of(scope: Scope, headers: Mapping[str, str]) -> str:
    """The language of the link, else the one that the browser prefers."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")[:2_000]).get("lang", [None])[0]
    tag = language_tag(asked, headers.get("accept-language", ""))
    return ENGLISH if tag == "en" else CHINESE


def without_token(query: bytes) -> str:
    """A query without the token in it; empty if nothing is left."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name != "token"])


def _page(scope: Scope, refusal: Refusal, language: str) -> str:
    say = speaker(language)
    sentence = say(refusal.sentence, **refusal.values)
    below = _form(scope, say) if refusal.asks_token else ""
    if refusal.again:
        script = ASK_AGAIN % (json.dumps(f"{root_of(scope)}/seat"), 1_000 * SECONDS_UNTIL_AGAIN)
        below = f"<p>{escape(say(AGAIN))}</p>\n<script>{script}</script>"
    tag = "en" if language == ENGLISH else "zh-CN"
    return (
        f'<!doctype html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(TITLE)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(TITLE)}</h1>\n<p role="alert">{escape(sentence)}</p>\n{below}\n'
        "</main>\n</body>\n</html>\n"
    )


def _form(scope: Scope, say: Callable[..., str]) -> str:
    """The field for the token; what else the link says stays in the address."""
    rest = without_token(scope.get("query_string", b""))
    target = escape(f"{root_of(scope)}/" + (f"?{rest}" if rest else ""), quote=True)
    return (
        f'<form method="post" action="{target}"><label>{escape(say(TOKEN))}'
        '<input name="token" required autofocus autocomplete="off" autocapitalize="none" spellcheck="false">'
        f"</label><button>{escape(say(ENTER))}</button></form>"
    )
