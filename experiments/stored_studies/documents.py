"""The records that results of studies are made of, for the data dictionary: studies that the page keeps."""

from __future__ import annotations

from jiaosuo.experiments.analyses.attribution import attribution_result as why
from jiaosuo.experiments.analyses.surface import surface_result as surface
from jiaosuo.experiments.analyses.tipping_point import tipping_result as tipping

DOCUMENTS: dict[str, tuple[type, ...]] = {
    "surface-PLACE.json of `study surface`": (
        surface.SurfaceResult,
        surface.Place,
        surface.Lever,
        surface.OutcomeSurface,
        surface.Coverage,
    ),
    "tipping-point-PLACE.json of `study tipping-point`": (
        tipping.TippingResult,
        tipping.Lever,
        tipping.Place,
        tipping.Position,
        tipping.Standing,
        tipping.Cell,
        tipping.Crossing,
        tipping.Theory,
        tipping.ExpectedCell,
        tipping.ExpectedCrossing,
    ),
    "why-PLACE.json of `study why`": (
        why.AttributionResult,
        why.Place,
        why.Named,
        why.SharedDifference,
        why.Share,
        why.SwitchedMechanism,
        why.SwitchedDifference,
    ),
}
"""By the file its records, the outermost first; what every study has beside is not repeated."""
