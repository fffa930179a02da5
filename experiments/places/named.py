"""A place of one's own that stands anywhere, known by name while a block runs: to the page and its workers.

It is read once, in any form that `tables` knows, and copied in the model's form into a folder of places for
the moment: what its user changes meanwhile is seen when it is opened again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiaosuo.experiments.places.folder import (
    BESIDE,
    SCENARIO,
    TABLE,
    load_plugins,
    model_form,
    scenario_file,
)
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.own_places import VARIABLE, check_name, folders
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import is_place, place_names


@contextmanager
def opened_beside(name: str) -> Iterator[str]:
    """Open a place beside those that are known, while the block runs; what it is called there.

    A place that is known by name is called as it is. InputError for one that cannot be read.
    """
    if is_place(name):
        yield name
        return
    file = scenario_file(name)
    assert file is not None, name  # names are known already
    with tempfile.TemporaryDirectory(prefix="jiaosuo-place-") as scratch:
        load_plugins(file)
        folder = Path(scratch) / _called(file)
        _copy(file, folder)
        Scenario.read(folder / SCENARIO)
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = os.pathsep.join(map(str, [*folders(), scratch]))
        try:
            yield folder.name
        finally:
            if before is None:
                os.environ.pop(VARIABLE)
            else:
                os.environ[VARIABLE] = before


def _called(file: Path) -> str:
    """The name of a place's folder or file, with a number where another place has it."""
    said = file.parent.resolve().name if file.name == SCENARIO else file.stem
    try:
        plain = check_name(said)
    except InputError:
        plain = "place"
    number, found = 1, plain
    while found in place_names():
        number += 1
        found = f"{plain} {number}"
    return found


def _copy(file: Path, folder: Path) -> None:
    """The place as the model reads it."""
    table = model_form(file)
    folder.mkdir()
    shutil.copyfile(file, folder / SCENARIO)
    for part in BESIDE:
        if (file.parent / part).is_file():
            shutil.copyfile(file.parent / part, folder / part)
    if table:
        (folder / TABLE).write_text(table, encoding="utf-8")
