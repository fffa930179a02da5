"""Maps brought into a county that is being made: boundaries, roads, stations, people, water onto its grid.

With the function that `jiaosuo place import` uses; it needs the extra `jiaosuo[geo]`, and says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jiaosuo.dashboard.county.archive import HELD
from jiaosuo.dashboard.county.draft import Draft, DraftTable
from jiaosuo.experiments.inputs.grid import GridRow
from jiaosuo.experiments.places.geo import bring, check_installed
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

KINDS = ("boundaries", "roads", "stations", "people", "water")
ENDINGS = (
    ".geojson", ".json", ".gpkg", ".shp", ".shx", ".dbf", ".prj", ".cpg", ".pbf", ".osm", ".tif", ".tiff",
    ".asc",
)  # fmt: skip
"""Files that are maps, or parts of one; a ZIP that holds no county may be one too."""

PARTS = (".shx", ".dbf", ".prj", ".cpg")
"""What stands beside a Shapefile."""

OPTIONS = ("name_column", "crs", "population")
NO_MAP = N_("must be at least one map; choose what each file is")
ONE_EACH = N_("must be one file; put them together, or bring one after the other")


@dataclass(frozen=True)
class MapFile:
    """A map as it was dropped; `kind` says what it is of."""

    name: str
    content: bytes
    kind: str


def is_map(name: str) -> bool:
    """Whether a file is a map by its name."""
    return name.lower().endswith(ENDINGS)


def with_maps(
    draft: Draft,
    maps: Sequence[MapFile],
    options: Mapping[str, str],
    build: Callable[..., None],
    of_folder: Callable[[str, Mapping[str, bytes]], Draft],
) -> Draft:
    """The draft on the land that maps give; `build` writes it as a folder, `of_folder` makes one of that.

    InputError for what `jiaosuo place import` refuses.
    """
    with tempfile.TemporaryDirectory(prefix="jiaosuo-county-") as scratch:
        files = _written(maps, Path(scratch) / "maps")
        if not files:
            raise InputError("maps", "", NO_MAP)
        folder = Path(scratch) / "place"
        said = {name: text for name, text in options.items() if name in OPTIONS and text.strip()}
        if not draft.tables and "boundaries" in files:
            draft = _with_names(draft, files["boundaries"], said)
        if draft.tables:
            build(draft, folder, with_land="boundaries" in files)
        found = bring(folder, **files, **said)
        held = {name: (folder / name).read_bytes() for name in HELD if (folder / name).is_file()}
        name = draft.name or Path(next(iter(files.values()))).name.split(".")[0][:40]
        new = of_folder(name, held)
    table = replace(new.tables[0], notes=found.notes)
    return replace(new, name=name, seat=draft.seat or new.seat, tables=(table, *new.tables[1:]))


def _with_names(draft: Draft, file: Path, said: Mapping[str, str]) -> Draft:
    """A table of the townships that boundaries name, with columns for officers, which maps have none of."""
    check_installed()
    # who brings no maps need not have the libraries
    from jiaosuo.experiments.places.geo.areas import areas_of
    from jiaosuo.experiments.places.geo.layers import frame_of, read_layer

    layer = read_layer(file, said.get("crs"))
    shapes = frame_of(layer).kilometres(layer.shapes, layer.crs)
    names = areas_of(layer, shapes, said.get("name_column")).names
    rows = [GridRow(1, ("name", "officers_traffic", "officers_station"))]
    rows += [GridRow(at, (name, "0", "0")) for at, name in enumerate(names, 2)]
    return replace(draft, tables=(DraftTable(file.name, tuple(rows)),))


def _written(maps: Sequence[MapFile], folder: Path) -> dict[str, Path]:
    """The maps as files, by kind; the parts of a Shapefile stand beside it."""
    folder.mkdir()
    found: dict[str, Path] = {}
    for each in maps:
        file = folder / each.name
        file.write_bytes(each.content)
        if file.suffix.lower() in PARTS:
            continue
        if each.kind not in KINDS:
            raise unknown("map", each.kind, KINDS)
        if each.kind in found:
            raise InputError(each.kind, each.name, ONE_EACH)
        found[each.kind] = file
    return found
