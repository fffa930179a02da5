"""What is refused of a county that was sent: in the reader's language, and no folder of the server in it."""

from __future__ import annotations

import base64
import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from jiaosuo.dashboard.county.reading import handle
from jiaosuo.dashboard.county.refusal import told
from jiaosuo.model.core.errors import InputError

TABLE = "name,population,area_km2,officers_station,officers_traffic\nA,20000,80,6,2\nB,30000,120,8,3\n"


@pytest.mark.parametrize(("language", "given"), [("en", "the files given"), ("zh", "所给文件")])
def test_a_folder_of_the_server_is_not_named(language: str, given: str) -> None:
    folder = Path(tempfile.gettempdir()) / "jiaosuo-county-a1b2" / "mine"
    error = InputError(
        "table",
        str(folder / "cells.csv"),
        f"there is no folder {folder}; check the name, or give the whole path",
    )
    said = told(error, language)
    assert given in said
    assert tempfile.gettempdir() not in said


def test_a_county_that_lists_a_plugin_is_refused_without_saying_where_it_was_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("scenario.toml", 'townships_csv = "townships.csv"\nplugins = ["mine.py"]\n')
        archive.writestr("townships.csv", TABLE)
    content = base64.b64encode(packed.getvalue()).decode()
    answer = handle({"language": "en", "files": [{"name": "c.zip", "content": content}]})
    assert "view" in answer
    problem = answer["view"]["problem"]
    assert problem.startswith("plug-in: 'the files given' is not allowed")
    assert tempfile.gettempdir() not in str(answer)
