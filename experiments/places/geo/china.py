"""The shifted coordinates of Chinese web maps: GCJ-02 and Baidu's BD-09, forth and back.

Maps of China must be published in GCJ-02, which moves places by some 500 m against WGS 84 by a sum of sines;
Baidu moves them once more. Outside of China nothing is moved. Formulas: as published for GCJ-02 (Krasovsky
1940 ellipsoid) and BD-09; the way back is found by repetition, to less than a millimetre.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]

SEMI_MAJOR = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
BAIDU = np.pi * 3000 / 180
ROUNDS = 12


def gcj02_from_wgs84(places: Floats) -> Floats:
    """Longitudes and latitudes in degrees, (places, 2), as a Chinese web map has them."""
    x, y = places[:, 0] - 105.0, places[:, 1] - 35.0
    root, waves = np.sqrt(np.abs(x)), 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root + 2 / 3 * waves
    north += 2 / 3 * (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3))
    north += 2 / 3 * (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30))
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root + 2 / 3 * waves
    east += 2 / 3 * (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3))
    east += 2 / 3 * (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30))
    latitude = np.radians(places[:, 1])
    bulge = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    meridian = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / bulge**1.5
    parallel = SEMI_MAJOR / np.sqrt(bulge) * np.cos(latitude)
    moved = np.degrees(np.stack([east / parallel, north / meridian], axis=1))
    return places + np.where(_in_china(places)[:, None], moved, 0.0)


def wgs84_from_gcj02(places: Floats) -> Floats:
    """The way back."""
    return _back(places, gcj02_from_wgs84)


def bd09_from_wgs84(places: Floats) -> Floats:
    """Longitudes and latitudes in degrees, (places, 2), as Baidu's map has them."""
    return np.where(_in_china(places)[:, None], _baidu(gcj02_from_wgs84(places)), places)


def wgs84_from_bd09(places: Floats) -> Floats:
    """The way back."""
    return _back(places, bd09_from_wgs84)


def _baidu(places: Floats) -> Floats:
    x, y = places.T
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BAIDU)
    return np.stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006], axis=1)


def _back(places: Floats, forth: object) -> Floats:
    assert callable(forth)
    found = places.copy()
    for _ in range(ROUNDS):
        found += places - forth(found)
    return found


def _in_china(places: Floats) -> npt.NDArray[np.bool_]:
    longitude, latitude = places.T
    inside: npt.NDArray[np.bool_] = (
        (longitude > WEST) & (longitude < EAST) & (latitude > SOUTH) & (latitude < NORTH)
    )
    return inside
