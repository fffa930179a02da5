"""A frame of polars for pandas, which a result does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

NO_PANDAS = N_(
    "to_pandas() needs pandas, which is not installed here: pip install pandas, or take to_polars()."
)


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """The same rows for pandas; ImportError, in a sentence, where it is not installed."""
    try:
        # heavy, and only who asks for it pays
        import pandas  # noqa: F401
    except ImportError as error:
        raise ImportError(speaker(None)(NO_PANDAS)) from error
    return frame.to_pandas()
