"""Where events arise, from events that were seen: an adaptive kernel on the cells of a county.

Told is how many times as often as expected events arise around a cell: those that were seen, smoothed by a
normal law, over those that were expected, smoothed by the same (Kelsall & Diggle 1995). The ratio is right at
the county's edge too, where both lose alike; cells where nobody lives get nothing, and a wide kernel gives
back what was expected. Bandwidths follow Abramson's square-root law: narrow where events are dense.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

WIDTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Bandwidths that are tried, in sides of a cell."""
MOST_ADAPTED = 4.0
"""How many times as wide or narrow as the bandwidth the kernel of an event may be."""
LEAST_EXPECTED = 0.01
"""Share of the events that may arise anywhere in the county, whatever was expected."""


@dataclass(frozen=True)
class Patches:
    """Where events may be known to be: in one cell, or somewhere in a set of cells.

    `members` (patches, cells) holds 1 where a cell is in a patch; `spread` (patches, cells) what share of a
    patch's events is taken to be in each cell, by what is expected there.
    """

    members: csr_array
    spread: csr_array


@dataclass(frozen=True)
class Ground:
    """The cells of a county: `x`, `y` their centres in km, `side` in km, `expected` shares, (cells,)."""

    x: Floats
    y: Floats
    side: float
    expected: Floats

    def patches(self, sets: csr_array) -> Patches:
        """Every cell by itself, then sets of cells, (sets, cells) with 1 for their members."""
        count = len(self.x)
        single = csr_array((np.ones(count), (np.arange(count), np.arange(count))), shape=(count, count))
        of_set = sets.multiply(self.expected[None, :]).tocsr()
        sums = np.asarray(of_set.sum(axis=1)).ravel()
        parts = of_set.multiply((1 / np.where(sums > 0, sums, 1.0))[:, None]).tocsr()
        return Patches(_below(single, sets), _below(single, parts))


def _below(one: csr_array, other: csr_array) -> csr_array:
    """Both matrices, the other one below."""
    # slow to import: only who fits pays
    from scipy.sparse import vstack

    return csr_array(vstack([one, other]))


@dataclass(frozen=True)
class Kernel:
    """A fitted kernel: `width` in km, patches `seen`, and where their events go, `rows` (seen, cells)."""

    width: float
    seen: Ints
    rows: Floats

    def shares(self, counts: Floats) -> Floats:
        """Share of the events in each cell, (cells,), from counts by patch, (patches,)."""
        found: Floats = counts[self.seen] @ self.rows
        return found / found.sum()


def blended(expected: Floats) -> Floats:
    """Expected amounts by cell as shares, none of them 0: some events arise where nobody expects any."""
    total = expected.sum()
    even = np.full(len(expected), 1 / len(expected))
    shares = expected / total if total > 0 else even
    blend: Floats = (1 - LEAST_EXPECTED) * shares + LEAST_EXPECTED * even
    return blend


def fitted(ground: Ground, patches: Patches, counts: Floats) -> Kernel:
    """The kernel whose bandwidth tells each event best from all others (leave-one-out likelihood)."""
    kernels = [with_width(ground, patches, counts, width * ground.side) for width in WIDTHS]
    return max(kernels, key=lambda each: left_out(each, patches, counts))


def with_width(ground: Ground, patches: Patches, counts: Floats, width: float) -> Kernel:
    """The kernel of a bandwidth in km for events by patch: a pilot of one width, then Abramson's widths."""
    seen = np.flatnonzero(counts > 0)
    spread = patches.spread[seen]
    away = (ground.x[:, None] - ground.x[None, :]) ** 2 + (ground.y[:, None] - ground.y[None, :]) ** 2
    mass = np.asarray(counts[seen] @ spread)
    pilot = mass @ _kernel(away, np.full(len(mass), width), ground.expected)
    dense = np.maximum(pilot / pilot.sum(), 1e-300)
    middle = np.exp((mass * np.log(dense)).sum() / mass.sum())
    adapted = np.clip(np.sqrt(middle / dense), 1 / MOST_ADAPTED, MOST_ADAPTED)
    return Kernel(width, seen, np.asarray(spread @ _kernel(away, width * adapted, ground.expected)))


def _kernel(away: Floats, widths: Floats, expected: Floats) -> Floats:
    """What an event in one cell adds to each, (cells, cells): to be added up and made shares.

    `away` in square km; `widths` (cells,) in km, of events there.
    """
    near = away * (-0.5 / widths**2)[:, None]
    np.exp(near, out=near)  # in place: squares of cells are many
    near /= (widths**2)[:, None]
    near *= (expected / (expected @ near))[None, :]
    return near


def in_patches(patches: Patches, shares: Floats) -> Floats:
    """The share of each patch, (patches,), from shares of cells."""
    found: Floats = np.asarray(patches.members @ shares)
    return found


def left_out(kernel: Kernel, patches: Patches, counts: Floats) -> float:
    """Log-likelihood of the events, each told from all others."""
    own = np.asarray(patches.members[kernel.seen].multiply(kernel.rows).sum(axis=1)).ravel()
    n = counts[kernel.seen]
    together = n @ kernel.rows
    others = in_patches(patches, together)[kernel.seen] - own
    shares = np.maximum(others, 1e-300) / np.maximum(together.sum() - kernel.rows.sum(axis=1), 1e-300)
    return float(n @ np.log(shares))
