"""Solara as this page wants it: no telemetry, a secret of its own, short-lived kernels, nothing from outside.

Solara reads its settings from the environment while it is imported, so `prepare` comes first.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable
from urllib.parse import unquote

ASSETS = "jiaosuo.dashboard.assets"
"""The folder of the page's own style and pictures, named as a package: a path might hold a comma."""

CULL_AFTER = "10m"
"""A kernel whose browser has gone is kept so long: a laptop asleep in a class, not Solara's 24 hours."""

KERNELS_PER_SESSION = 12


HOME = """<script>
if (!decodeURI(location.pathname).startsWith(%s)) location.replace(%s + location.search + location.hash);
</script>"""
"""Below a path all that the page asks for is named from there: whoever came another way is sent there."""


def prepare(base_url: str, root_path: str = "") -> None:
    """Set what Solara reads; call it before the first import of Solara.

    base_url: where the page is, with the path below which it is found, and a slash at its end.
    """
    settings = {
        "SOLARA_APP": "jiaosuo.dashboard.page.app",
        "SOLARA_MODE": "production",
        "SOLARA_BASE_URL": base_url,
        "SOLARA_ROOT_PATH": root_path,
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        "SOLARA_SESSION_SECRET_KEY": secrets.token_hex(32),
        "SOLARA_SESSION_HTTP_ONLY": "True",
        "SOLARA_KERNEL_CULL_TIMEOUT": CULL_AFTER,
        "SOLARA_KERNEL_MAX_PER_SESSION": str(KERNELS_PER_SESSION),
        "SOLARA_ASSETS_PROXY": "True",
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
        "SOLARA_ASSETS_EXTRA_LOCATIONS": ASSETS,
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_THEME_LOADER": "plain",
        "SOLARA_THEME_TITLE": "交所合一 jiaosuo",
    }
    os.environ.update(settings)


def prepare_page(
    page: str, language: str, modules: Iterable[str] = (), styles: Iterable[str] = (), root_path: str = ""
) -> str:
    """Solara's page with a language tag, zooming allowed, and the player's files fetched while it starts."""
    if root_path:
        at = [
            json.dumps(each).replace("<", "\\u003c") for each in (f"{unquote(root_path)}/", f"{root_path}/")
        ]
        page = page.replace("<head>", "<head>\n" + HOME % tuple(at), 1)
    early = [f'<link rel="modulepreload" href="assets/{name}">' for name in modules]
    early += [f'<link rel="stylesheet" href="assets/{name}">' for name in styles]
    page = page.replace("</head>", "\n".join([*early, "</head>"]), 1)
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return re.sub(r'<meta name="viewport"[^>]*>', viewport, page, count=1)


def language_tag(asked: str | None, accepts: str) -> str:
    """The language tag of a page: as asked for in its link, else as the browser prefers."""
    return "zh-CN" if (asked or accepts or "en").lower().startswith("zh") else "en"
