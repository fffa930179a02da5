"""What the page wants to know of a county beside what its files say: how urban its land can be."""

from __future__ import annotations

from contextlib import suppress

from jiaosuo.dashboard.choice.places import PAGE
from jiaosuo.dashboard.county import archive, keeping
from jiaosuo.dashboard.county.reader import CannotRead, the_reader
from jiaosuo.model.own_places import content_of, own_file
from jiaosuo.model.scenario_file import preset_names


def page_text(content: str, urbanization: tuple[float, float]) -> str:
    """The text of `page.toml` for a county of this content."""
    low, high = urbanization
    return f'content = "{content}"\nurbanization = [{low!r}, {high!r}]\n'


def measured(name: str) -> None:
    """Write down beside a county that was opened from elsewhere what its land can have; takes seconds."""
    if name in preset_names():
        return
    folder = own_file(name, preset_names()).parent
    if (folder / PAGE).is_file():
        return
    plain, files = keeping.files_of(name)
    with suppress(CannotRead, KeyError, TypeError):
        said = the_reader().ask({"files": [archive.sent(plain, files)], "language": "en"})
        low, high = said["view"]["urbanization"]
        (folder / PAGE).write_text(page_text(content_of(folder), (low, high)), "utf-8")
