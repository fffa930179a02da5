"""The real server with a fault to be caused: `python -m tests.dashboard.real_server PORT FOLDER`.

It is `jiaosuo dashboard` as users start it, but that a story chosen by the name `broken` raises in its
callback, and so does the drawing of a page opened with the place's seed 666.
"""

from __future__ import annotations

import os
import sys

WORLDS = 6
"""Replications of a verdict here: fewer than on the page, so that a test does not wait for twenty."""


def main(port: int, folder: str) -> None:
    os.environ["JIAOSUO_TAPES"] = folder
    from dashboard import actions, shell, visit
    from dashboard.server import serve

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
    visit.WORLDS = shell.WORLDS = WORLDS
    serve(port=port, workers=2, browser=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
