"""Made-up maps in longitude and latitude, written as people's files are."""

import json

import pytest
import shapely

KM = 1 / 111.195
"""Degrees of latitude in a kilometre; maps are made at the equator, where longitude is alike."""


@pytest.fixture
def geojson(tmp_path):
    """Writes shapes in km from 100 E, 0 N as GeoJSON with properties; gives the file."""

    def write(file_name, shapes, **columns):
        features = []
        for row, shape in enumerate(shapes):
            moved = shapely.transform(shape, lambda xy: xy * KM + [100.0, 0.0])
            said = {key: values[row] for key, values in columns.items()}
            geometry = json.loads(shapely.to_geojson(moved))
            features.append({"type": "Feature", "properties": said, "geometry": geometry})
        file = tmp_path / file_name
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return file

    return write
