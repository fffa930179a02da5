"""What all routes ask and say: whether a page of ours is behind a request, and how a file is named."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from jiaosuo.dashboard.web.headers import headers_of, netloc_of
from jiaosuo.dashboard.web.pending_pages import SESSION_COOKIE, is_pending


def attachment(name: str) -> str:
    """The header that names a file to be kept: headers are ASCII, and a county may be called 我的县."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def keep_cookies_below(answer: Response, root_path: str) -> None:
    """Have an answer's cookies sent below a path alone: other pages of the same name are not ours."""
    if root_path:
        answer.raw_headers[:] = [
            (
                name,
                value.replace(b"Path=/;", f"Path={root_path};".encode()) if name == b"set-cookie" else value,
            )
            for name, value in answer.raw_headers
        ]


def is_own(request: Request) -> bool:
    """Whether a page of ours sent the request: no other site can make a visitor's browser post here."""
    headers = headers_of(request.scope)
    return netloc_of(headers.get("origin", "")) == headers.get("host", "") and is_page(request)


def is_page(request: Request) -> bool:
    """Whether the request comes with the cookie of a session that has a page, or was just handed one."""
    from solara.server import kernel_context  # Solara reads its settings as it is imported: see `prepare`

    session = request.cookies.get(SESSION_COOKIE)
    return session is not None and (
        is_pending(session)
        or any(context.session_id == session for context in list(kernel_context.contexts.values()))
    )
