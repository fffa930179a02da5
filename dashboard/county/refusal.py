"""What is refused of a county, told to who sent it: no folder of the server is named."""

from __future__ import annotations

import re
import tempfile

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told as told_with_paths
from jiaosuo.model.core.words import N_, translate

GIVEN = N_("the files given")

_SCRATCH = re.compile(rf"{re.escape(tempfile.gettempdir())}[\\/]jiaosuo-[\w-]+(?:[\\/][^\s;,:；，：'\"]*)?")
"""A folder of the server in which files that were sent stand while they are read, and what is in it."""


def told(error: InputError, language: str) -> str:
    """The refusal in the language; what was sent lies in "the files given", wherever the server put it."""
    return _SCRATCH.sub(translate(GIVEN, language), told_with_paths(error, language))
