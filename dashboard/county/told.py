"""Refusals of a county, told in the reader's language."""

from __future__ import annotations

from jiaosuo.model.core import refusals
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate

HERE = "\x00"
"""Stands for what is allowed while the rest of the sentence is told."""


def told(error: InputError, language: str) -> str:
    """The refusal as one sentence: what is allowed may be a message of this page, or one of the model's."""
    own = translate(error.allowed, language)
    if own == error.allowed:
        return refusals.told(error, language)
    return refusals.told(InputError(error.field, error.value, HERE), language).replace(HERE, own)
