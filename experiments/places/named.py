"""Places by name where one of a user's own stands beside those that are shipped: in the page and its workers.

The page names places in links, in stored recordings and to its workers. A place of one's own is frozen for as
long as it is open, under a name that its content makes, so that nothing that was stored for another content
is taken for it; the environment tells the workers where it lies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import preset_names

OWN = "JIAOSUO_OWN_PLACE"
"""The variable of the environment that holds the folder of the place that is open beside the shipped ones."""


def place_names() -> list[str]:
    """The shipped places, and the one of one's own if there is one."""
    own = _own()
    return preset_names() if own is None else [*preset_names(), own.name]


def named_place(name: str, **given: Any) -> Scenario:
    """A place by its name; `given` is what `Scenario.preset` takes. InputError for a name that is none."""
    own = _own()
    if own is not None and name == own.name:
        return Scenario.read(own / "scenario.toml", **given)
    return Scenario.preset(name, **given)


def _own() -> Path | None:
    said = os.environ.get(OWN)
    return Path(said) if said else None


@contextmanager
def opened_beside(name: str) -> Iterator[str]:
    """Open a place beside the shipped ones while the block runs; what it is called there.

    A shipped place is called as it is. InputError for a place that cannot be read.
    """
    # only who brings a place of their own pays
    from jiaosuo.experiments.places.folder import BESIDE, SCENARIO, TABLE, model_form, scenario_file

    file = scenario_file(name)
    if file is None:
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="jiaosuo-place-") as scratch:
        table = model_form(file)
        parts = [file.read_bytes(), table.encode()]
        parts += [each.read_bytes() for each in (file.parent / part for part in BESIDE) if each.is_file()]
        mark = blake2b(b"\0".join(parts), digest_size=3).hexdigest()
        called = file.parent.resolve().name if file.name == SCENARIO else file.stem
        folder = Path(scratch) / f"{called or 'place'}-{mark}"
        folder.mkdir()
        shutil.copyfile(file, folder / SCENARIO)
        for part in BESIDE:
            if (file.parent / part).is_file():
                shutil.copyfile(file.parent / part, folder / part)
        if table:
            (folder / TABLE).write_text(table, encoding="utf-8")
        Scenario.read(folder / SCENARIO)
        os.environ[OWN] = str(folder)
        try:
            yield folder.name
        finally:
            os.environ.pop(OWN, None)
