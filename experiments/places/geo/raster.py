"""A raster of people, such as those of population grids: ASCII grid (.asc) or GeoTIFF (.tif)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from jiaosuo.experiments.places.geo.cells import CellMap
from jiaosuo.experiments.places.geo.layers import DEGREES, Frame
from jiaosuo.experiments.places.geo.points import summed
from jiaosuo.model.core.errors import InputError

type Floats = npt.NDArray[np.float64]

RASTERS = (".asc", ".tif", ".tiff")
MOST_PIXELS = 50_000_000
"""A county in squares of 100 m has a tenth of a million; a country has to be cut first."""

SCALE, TIEPOINT, GEO_KEYS, NO_DATA = 33550, 33922, 34735, 42113
"""Tags of GeoTIFF (OGC 19-008r4)."""

PROJECTED_KEY, GEOGRAPHIC_KEY, USER_DEFINED = 3072, 2048, 32767


@dataclass(frozen=True)
class Raster:
    """People in squares, (lines from the north, columns); its corner in the north-west, sides of a square."""

    people: Floats
    west: float
    north: float
    wide: float
    high: float
    crs: str


def read_raster(file: Path, crs: str | None) -> Raster:
    """The squares of a raster; InputError for one that is too large, or not readable."""
    if not file.is_file():
        raise InputError("people", str(file), "must be a file")
    try:
        return _ascii(file, crs) if file.suffix.lower() == ".asc" else _geotiff(file, crs)
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, InputError):
            raise
        allowed = f"cannot be read as a raster ({str(error)[:80]}); ASCII grid and GeoTIFF can"
        raise InputError("people", file.name, allowed) from None


def _ascii(file: Path, crs: str | None) -> Raster:
    head: dict[str, float] = {}
    with file.open(encoding="utf-8") as stream:
        position = stream.tell()
        while (words := stream.readline().split()) and words[0][:1].isalpha():
            head[words[0].lower()] = float(words[1])
            position = stream.tell()
        columns, lines = int(head["ncols"]), int(head["nrows"])
        _check_size(columns * lines, file)
        stream.seek(position)
        values = np.loadtxt(stream, ndmin=2)
    if values.shape != (lines, columns):
        raise InputError("people", file.name, f"must have {lines} lines of {columns} numbers")
    side = head["cellsize"]
    west = head["xllcorner"] if "xllcorner" in head else head["xllcenter"] - side / 2
    south = head["yllcorner"] if "yllcorner" in head else head["yllcenter"] - side / 2
    people = _counted(values, head.get("nodata_value", -9999.0))
    return Raster(people, west, south + lines * side, side, side, crs or DEGREES)


def _geotiff(file: Path, crs: str | None) -> Raster:
    from PIL import Image  # slow to import: only a picture pays

    with Image.open(file) as image:
        _check_size(image.width * image.height, file)
        tags: Any = getattr(image, "tag_v2", {})
        scale, tie = tags[SCALE], tags[TIEPOINT]
        nothing = float(str(tags.get(NO_DATA, "-9999")).strip("\x00 "))
        name = crs or _epsg(tags.get(GEO_KEYS, ()))
        values = np.asarray(image, np.float64)
    if values.ndim != 2:
        raise InputError("people", file.name, "must have one band, of people in each square")
    west, north = tie[3] - tie[0] * scale[0], tie[4] + tie[1] * scale[1]
    return Raster(_counted(values, nothing), west, north, scale[0], scale[1], name)


def _epsg(keys: tuple[int, ...]) -> str:
    found = {keys[row]: keys[row + 3] for row in range(4, len(keys), 4) if keys[row + 1] == 0}
    code = found.get(PROJECTED_KEY) or found.get(GEOGRAPHIC_KEY)
    if code is None or code == USER_DEFINED:
        raise InputError("people crs", None, "the raster says no coordinate system; declare it: EPSG:4326")
    return f"EPSG:{code}"


def _check_size(pixels: int, file: Path) -> None:
    if pixels > MOST_PIXELS:
        allowed = f"must have at most {MOST_PIXELS:,} squares; cut it to the county"
        raise InputError("people", f"{file.name}: {pixels:,}", allowed)


def _counted(values: Floats, nothing: float) -> Floats:
    """Without what stands for nothing: the value that says so, and what is below nobody."""
    return np.where(np.isfinite(values) & (values >= 0) & (values != nothing), values, 0.0)


def people_of_raster(raster: Raster, frame: Frame, cells: CellMap, file: str) -> Floats:
    """People of each cell, (cells,): each square's people spread evenly over it."""
    line, column = np.nonzero(raster.people)
    if not len(line):
        raise InputError("people", file, "must have people in some square")
    parts = _parts(raster, frame, cells.side)
    steps = (np.arange(parts) + 0.5) / parts
    x = (raster.west + raster.wide * (column[:, None] + steps))[:, :, None]
    y = (raster.north - raster.high * (line[:, None] + steps))[:, None, :]
    x, y = np.broadcast_arrays(x, y)
    places = frame.kilometres(shapely.points(x.ravel(), y.ravel()), raster.crs)
    people = np.repeat(raster.people[line, column] / parts**2, parts**2)
    rows = cells.at(shapely.get_coordinates(places))
    return summed(rows, people, len(cells.owner), file)


def _parts(raster: Raster, frame: Frame, side: float) -> int:
    """Into how many parts a square is cut each way, so that each is well below a cell."""
    corner = shapely.points([raster.west, raster.west + raster.wide], [raster.north] * 2)
    width = float(
        np.hypot(*np.diff(shapely.get_coordinates(frame.kilometres(corner, raster.crs)), axis=0)[0])
    )
    return int(np.clip(np.ceil(4 * width / side), 1, 16))
