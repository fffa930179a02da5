"""What the page wants to know of a county beside what its files say: how urban its land can be."""

from __future__ import annotations

from contextlib import suppress

from jiaosuo.dashboard.choice.places import PAGE, note_urbanization, said_urbanization
from jiaosuo.dashboard.choice.read_once import shipped
from jiaosuo.dashboard.county import archive, keeping
from jiaosuo.dashboard.county.reader import CannotRead, the_reader
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.own_places import MARK, content_of, own_file
from jiaosuo.model.scenario_file import preset_names


def page_text(content: str, urbanization: tuple[float, float]) -> str:
    """The text of `page.toml` for a county of this content."""
    low, high = urbanization
    return f'content = "{content}"\nurbanization = [{low!r}, {high!r}]\n'


def measured(name: str) -> bool | None:
    """Write down what the land of a county that was not kept by the page can have; takes seconds.

    True where something new is known; None where it was known, is shipped, or could not be found.
    """
    with suppress(InputError, CannotRead, KeyError, TypeError):
        if name in shipped() or said_urbanization(name) is not None:
            return None
        folder = own_file(name, preset_names()).parent
        content = content_of(folder)
        plain, files = keeping.files_of(name)
        said = the_reader().ask({"files": [archive.sent(plain, files)], "language": "en"})
        low, high = said["view"]["urbanization"]
        note_urbanization(f"{plain}{MARK}{content}", (float(low), float(high)))
        with suppress(OSError):  # a folder in which nothing may be written: then it is known while we live
            (folder / PAGE).write_text(page_text(content, (low, high)), "utf-8")
        return True
    return None
