"""The real server with a fault to be caused: `python -m tests.dashboard.real_server PORT FOLDER [TOKEN]`.

It is `jiaosuo dashboard` as users start it, but that a story chosen by the name `broken` raises in its
callback, and so does the drawing of a page opened with the place's seed 666. Only a page of seed 64 has a
curve made for it: anywhere else its worlds would keep the workers from what a test waits for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORLDS = 6
"""Replications of a verdict here: fewer than on the page, so that a test does not wait for twenty."""

POINT_WORLDS = 3
"""And of a point of the tipping map, which is a made-up one here."""

CURVE_WORLDS, CURVE_SEED = 8, 64
"""Worlds of a curve that is made beside the page, and the seed of the one page that has one."""


def main(port: int, folder: str, token: str | None = None) -> None:
    os.environ["JIAOSUO_TAPES"] = folder
    from jiaosuo.dashboard.web.solara_setup import prepare

    prepare(f"http://127.0.0.1:{port}/")  # before the first import of Solara, else the page has no style
    from jiaosuo.dashboard.lessons import asking
    from jiaosuo.dashboard.page import callbacks, hooks, panel_data
    from jiaosuo.dashboard.results import curve_making, stored_studies, tipping_point
    from jiaosuo.dashboard.web.server import serve
    from tests.dashboard import made_maps

    chosen, head, order = callbacks.with_story, panel_data.masthead, curve_making.order_of

    def story(choice, name):
        if name == "broken":
            raise KeyError("/a/path/of/the/server")
        return chosen(choice, name)

    def masthead(session, model):
        if session.choice.comparison.seed == 666:
            raise KeyError("/a/path/of/the/server")
        return head(session, model)

    def order_of(choice):
        return order(choice) if choice.comparison.seed == CURVE_SEED else None

    callbacks.with_story, panel_data.masthead = story, masthead
    curve_making.order_of, curve_making.LOOKS = order_of, (CURVE_WORLDS,)
    hooks.WORLDS = panel_data.WORLDS = asking.WORLDS = WORLDS
    stored_studies.FOLDER, tipping_point.WORLDS = made_maps.write(Path(folder) / "maps"), POINT_WORLDS
    serve(port=port, token=token, workers=2, browser=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
