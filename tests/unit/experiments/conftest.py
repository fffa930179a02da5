"""A realistic result document, made from seeded draws through the real analysis, and its calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.statistics.intervals import mean_interval, paired_difference, variance_ratio

RULES = ["separate", "stationed", "integrated"]
WORLDS = 20
OUTCOMES: dict[str, tuple[str, str, str, tuple[float, float, float], float]] = {
    "response_mean_traffic_rural": ("Mean response, traffic, rural", "min", "less", (31.2, 18.9, 17.1), 2.1),
    "response_mean_traffic_urban": ("Mean response, traffic, urban", "min", "less", (7.9, 6.8, 6.3), 0.5),
    "response_mean_order_rural": ("Mean response, order, rural", "min", "less", (13.8, 13.9, 14.6), 0.9),
    "response_mean_order_urban": ("Mean response, order, urban", "min", "less", (6.1, 6.1, 6.12), 0.4),
    "within_standard_traffic_rural": (
        "Within standard, traffic, rural",
        "share",
        "more",
        (0.21, 0.52, 0.57),
        0.03,
    ),
    "clear_mean_traffic_rural": (
        "Mean time to clear, traffic, rural",
        "min",
        "less",
        (71.0, 58.5, 60.2),
        4.0,
    ),
    "clear_mean_traffic_urban": (
        "Mean time to clear, traffic, urban",
        "min",
        "less",
        (44.0, 43.1, 46.4),
        2.0,
    ),
    "handling_ratio_traffic": ("Handling ratio, traffic", "ratio", "less", (1.02, 1.02, 1.09), 0.01),
    "calls_gave_up": ("Calls that gave up", "calls", "less", (41.0, 22.0, 20.0), 5.0),
    "gave_up_share_traffic_rural": ("Gave up, traffic, rural", "share", "less", (0.072, 0.03, 0.028), 0.01),
    "utilisation_traffic": ("Utilisation, traffic", "share", "neither", (0.08, 0.09, 0.11), 0.005),
    "utilisation_station": ("Utilisation, station", "share", "neither", (0.14, 0.14, 0.12), 0.005),
    "satisfaction_mean": ("Satisfaction", "share", "more", (0.61, 0.66, 0.668), 0.01),
    "expected_deaths": ("Expected deaths", "deaths", "less", (0.81, 0.74, 0.73), 0.12),
}


@pytest.fixture
def result() -> ComparisonResult:
    """Twenty worlds, three rules: a village gain that is mostly geometry, a town price in time to clear."""
    return ComparisonResult.from_json(make_result())


def make_result() -> dict[str, Any]:
    """The result as plain data."""
    draws = np.random.default_rng(20040901)
    outcomes, ratios = {}, {rule: {} for rule in RULES[1:]}
    for name, (label, unit, better, means, spread) in OUTCOMES.items():
        world = draws.normal(0, spread, WORLDS)
        runs = {
            rule: mean + world + draws.normal(0, spread / 3, WORLDS)
            for rule, mean in zip(RULES, means, strict=True)
        }
        for rule in RULES[1:]:
            ratios[rule][name] = variance_ratio(runs["separate"], runs[rule])
        outcomes[name] = {
            "label": label,
            "unit": unit,
            "better": better,
            "rules": {rule: mean_interval(values).as_json() for rule, values in runs.items()},
            "differences": {
                rule: paired_difference(runs["separate"], runs[rule]).as_json() for rule in RULES[1:]
            },
        }
    return {
        "preset": "zigui-2004",
        "days": 30,
        "seed": 1,
        "rules": RULES,
        "replications": WORLDS,
        "staffing": "workload",
        "geometry_rule": "stationed",
        "world_digest": {str(1 + k): f"{0x9E3779B97F4A7C15 * (k + 3) % 2**64:016x}" for k in range(WORLDS)},
        "pairing": {
            rule: {"common_calls": share, "variance_ratio": ratios[rule]}
            for rule, share in zip(RULES[1:], (0.968, 0.953), strict=True)
        },
        "outcomes": outcomes,
        "levers": {
            "urbanization": 0.22,
            "vehicles_per_1000": 48,
            "delta": 0.8,
            "training_hours": 40,
            "data_sharing": False,
        },
        "versions": {"jiaosuo": "0.1.0", "python": "3.13.0", "numpy": "2.5.5", "mesa": "3.5.1"},
    }


@pytest.fixture
def calls() -> pl.DataFrame:
    """One row a call: response in minutes under each rule, null where nobody came."""
    return make_calls()


def make_calls() -> pl.DataFrame:
    """The calls as a frame, for use outside pytest."""
    draws = np.random.default_rng(7)
    frames = []
    for rule, speed in zip(RULES, (1.0, 0.62, 0.56), strict=True):
        for domain, area, median in (
            ("traffic", "rural", 26),
            ("traffic", "urban", 7),
            ("order", "rural", 12),
            ("order", "urban", 5.5),
        ):
            factor = speed if domain == "traffic" else 1 + (1 - speed) / 8
            minutes = median * factor * draws.lognormal(0, 0.5, 1500)
            answered = [
                None if u < (0.05 if area == "rural" else 0.01) else m
                for u, m in zip(draws.random(1500), minutes, strict=True)
            ]
            frames.append(
                pl.DataFrame({"rule": rule, "domain": domain, "area": area, "response_minutes": answered})
            )
    return pl.concat(frames)
