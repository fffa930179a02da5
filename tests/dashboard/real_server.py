"""The real server with a fault to be caused: `python -m tests.dashboard.real_server PORT FOLDER`.

It is `jiaosuo dashboard` as users start it, but that a story chosen by the name `broken` raises in its
callback, and so does the drawing of a page opened with the place's seed 666.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORLDS = 6
"""Replications of a verdict here: fewer than on the page, so that a test does not wait for twenty."""

POINT_WORLDS = 3
"""And of a point of the tipping map, which is a made-up one here."""


def main(port: int, folder: str) -> None:
    os.environ["JIAOSUO_TAPES"] = folder
    from dashboard.solara_setup import prepare

    prepare(f"http://127.0.0.1:{port}/")  # before the first import of Solara, else the page has no style
    from dashboard import actions, kept, point, shell, visit
    from dashboard.server import serve
    from dashboard.teaching import evidence
    from tests.dashboard import made_maps

    chosen, head = actions.story, shell.masthead

    def story(choice, name):
        if name == "broken":
            raise KeyError("/a/path/of/the/server")
        return chosen(choice, name)

    def masthead(session, model):
        if session.choice.demand.seed == 666:
            raise KeyError("/a/path/of/the/server")
        return head(session, model)

    actions.story, shell.masthead = story, masthead
    visit.WORLDS = shell.WORLDS = evidence.WORLDS = WORLDS
    kept.FOLDER, point.WORLDS = made_maps.write(Path(folder) / "maps"), POINT_WORLDS
    serve(port=port, workers=2, browser=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
