"""The page."""

import solara


@solara.component
def Page() -> None:
    solara.HTML(tag="h1", unsafe_innerHTML="交所合一 hello")
