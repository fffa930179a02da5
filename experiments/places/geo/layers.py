"""Files with shapes as shapes in kilometres, from any format and projection that says its name.

Chinese web maps say nothing, so `gcj02` and `bd09` are declared. Formats are those of GDAL:
 GeoJSON, Shapefile (zipped too), GeoPackage, OpenStreetMap extracts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from jiaosuo.experiments.places.geo.china import wgs84_from_bd09, wgs84_from_gcj02
from jiaosuo.model.core.errors import InputError, unknown

type Floats = npt.NDArray[np.float64]
type Shapes = npt.NDArray[np.object_]

SHIFTED = {"gcj02": wgs84_from_gcj02, "bd09": wgs84_from_bd09}
DEGREES = "EPSG:4326"
UNREADABLE = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.GEOSException)
OSM = (".pbf", ".osm")
"""Endings of extracts of OpenStreetMap."""

LARGEST_FILE = 4_000_000_000
"""Bytes; the extract of a province of China is far below."""


@dataclass(frozen=True)
class Layer:
    """The features of a file: `shapes` in its own coordinates, `columns` by name, the name of its `crs`."""

    file: str
    shapes: Shapes
    columns: Mapping[str, npt.NDArray[Any]]
    crs: str
    how: Mapping[str, str]

    def texts(self, column: str) -> list[str]:
        """A column as texts without spaces around them; '' for what is not there."""
        return ["" if _missing(value) else str(value).strip() for value in self.columns[column]]

    def only(self, chosen: npt.NDArray[np.bool_]) -> Layer:
        """Some of the features."""
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return replace(self, shapes=self.shapes[chosen], columns=columns)


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


@dataclass(frozen=True)
class Part:
    """What of a file is read: one layer, features that a condition holds for, those that touch a box."""

    layer: str | None = None
    where: str | None = None
    box: tuple[float, float, float, float] | None = None


def read_layer(
    file: Path,
    crs: str | None = None,
    field: str = "boundaries",
    part: Part | None = None,
    says_first: bool = False,
) -> Layer:
    """All features of a file; InputError names the file, what is wrong and what to do.

    `crs` declares the coordinates where the file does not, or says that they are of a Chinese web map
    (`gcj02`, `bd09`), as no file does. `part`: what of the file is read. With `says_first` what the
    file says goes before what is declared.
    """
    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        allowed = "must be a file of shapes: GeoJSON, Shapefile (zipped too), GeoPackage"
        raise InputError(field, str(file), allowed)
    _check_driver(file, field)
    meta, shapes, values = _read(file, field, part or Part())
    declared = None if says_first and meta["crs"] else crs
    known = _crs_name(declared, meta["crs"], file, field)
    columns = dict(zip(map(str, meta["fields"]), values, strict=True))
    how = {"crs": known, "encoding": str(meta["encoding"])}
    return Layer(file.name, shapes, columns, known, how)


def _read(file: Path, field: str, part: Part) -> tuple[dict[str, Any], Shapes, list[npt.NDArray[Any]]]:
    """Texts as the file says; a Shapefile that says nothing is in UTF-8 or GB18030."""
    if _says_encoding(file):
        return _read_as(file, field, part, None)
    found = []
    for encoding in ("utf-8", "gb18030"):
        try:
            found.append(_read_as(file, field, part, encoding))
        except UnicodeDecodeError:
            continue
    if not found:
        raise InputError(field, file.name, "texts are neither UTF-8 nor GB18030; put a .cpg file beside it")
    # short Chinese words in GB18030 may be letters in UTF-8, never the other way round
    return next((each for each in found if _is_chinese(each[2])), found[0])


def _is_chinese(columns: list[npt.NDArray[Any]]) -> bool:
    texts = [value for column in columns for value in column if isinstance(value, str)]
    return any("\u4e00" <= sign <= "\u9fff" for text in texts for sign in text)


def _read_as(
    file: Path, field: str, part: Part, encoding: str | None
) -> tuple[dict[str, Any], Shapes, list[npt.NDArray[Any]]]:
    source = f"/vsizip/{file}" if zipfile.is_zipfile(file) else str(file)
    try:
        meta, _, shapes, values = pyogrio.raw.read(
            source, layer=part.layer, where=part.where, bbox=part.box, encoding=encoding, force_2d=True
        )
        if shapes is None:
            raise InputError(field, file.name, "must be a file of shapes; this has a table alone")
        return {**meta, "encoding": encoding or meta["encoding"]}, shapely.from_wkb(shapes), values
    except UNREADABLE as error:
        why = str(error).split(";")[0][:120]
        raise InputError(field, file.name, f"cannot be read as a file of shapes ({why})") from None


def _check_driver(file: Path, field: str) -> None:
    """GDAL is built with or without what extracts of OpenStreetMap need."""
    if file.suffix.lower() in OSM and "OSM" not in pyogrio.list_drivers(read=True):
        allowed = (
            "the GDAL that is installed reads no extracts of OpenStreetMap; give them as GeoJSON or "
            "GeoPackage with the column highway"
        )
        raise InputError(field, file.name, allowed)


def _says_encoding(file: Path) -> bool:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            names = [name.lower() for name in archive.namelist()]
        return any(name.endswith(".cpg") for name in names) or not any(n.endswith(".shp") for n in names)
    return file.suffix.lower() != ".shp" or any(file.with_suffix(each).is_file() for each in (".cpg", ".CPG"))


def _crs_name(declared: str | None, said: str | None, file: Path, field: str) -> str:
    if declared is not None and declared.lower() in SHIFTED:
        return declared.lower()
    name = declared or said
    if not name:
        allowed = "the file says no coordinate system; declare it: EPSG:4490, EPSG:4326, gcj02 or bd09"
        raise InputError(f"{field} crs", file.name, allowed)
    try:
        CRS.from_user_input(name)
    except CRSError:
        raise unknown(f"{field} crs", name, (*SHIFTED, DEGREES, "EPSG:4490")) from None
    return name


def to_degrees(shapes: Shapes, crs: str) -> Shapes:
    """Shapes in longitudes and latitudes of WGS 84."""
    if crs in SHIFTED:
        moved: Shapes = shapely.transform(shapes, SHIFTED[crs])
        return moved
    change = Transformer.from_crs(CRS.from_user_input(crs), DEGREES, always_xy=True)
    turned: Shapes = shapely.transform(shapes, lambda xy: np.stack(change.transform(*xy.T), axis=1))
    return turned


@dataclass(frozen=True)
class Frame:
    """Where the km of a place lie on the earth: a transverse Mercator map with its land in the middle.

    `east`, `north`: km from the middle to the south-west corner of the place.
    """

    longitude: float
    latitude: float
    east: float = 0.0
    north: float = 0.0

    @cached_property
    def _change(self) -> Transformer:
        middle = f"+lat_0={self.latitude!r} +lon_0={self.longitude!r}"
        mercator = CRS.from_user_input(f"+proj=tmerc {middle} +k=1 +ellps=WGS84 +units=m")
        return Transformer.from_crs(DEGREES, mercator, always_xy=True)

    def kilometres(self, shapes: Shapes, crs: str) -> Shapes:
        """Shapes of a file in km east and north of the south-west corner."""
        if not len(shapes):
            return shapes
        in_km: Shapes = shapely.transform(to_degrees(shapes, crs), self._places)
        return in_km

    def _places(self, degrees: Floats) -> Floats:
        metres = np.stack(self._change.transform(*degrees.T), axis=1)
        return metres / 1000 - [self.east, self.north]

    def box(self, west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees of a window in km."""
        x = 1000 * (np.array([west, west, east, east]) + self.east)
        y = 1000 * (np.array([south, north, south, north]) + self.north)
        x, y = self._change.transform(x, y, direction="INVERSE")
        return float(min(x)), float(min(y)), float(max(x)), float(max(y))

    def moved(self, east: float, north: float) -> Frame:
        """The frame with its corner so many km further."""
        return replace(self, east=self.east + east, north=self.north + north)

    def said(self) -> dict[str, str]:
        """As the record of an import keeps it."""
        middle, corner = f"{self.longitude!r} {self.latitude!r}", f"{self.east!r} {self.north!r}"
        return {"middle": middle, "corner_km": corner}

    @classmethod
    def of_record(cls, said: Mapping[str, str]) -> Frame | None:
        """Read it back; None: the record has none."""
        if "middle" not in said or "corner_km" not in said:
            return None
        return cls(*map(float, said["middle"].split()), *map(float, said["corner_km"].split()))


def frame_of(layer: Layer) -> Frame:
    """The frame whose middle is that of a layer; InputError for coordinates that are nowhere on the earth."""
    west, south, east, north = shapely.total_bounds(to_degrees(layer.shapes, layer.crs))
    if not (np.isfinite([west, east]).all() and -90 < south <= north < 90 and -180 <= west <= east <= 180):
        allowed = f"coordinates do not fit {layer.crs}; declare their system"
        raise InputError(f"{layer.file} crs", f"{west:g} {south:g}", allowed)
    return Frame(round(float(west + east) / 2, 4), round(float(south + north) / 2, 4))
