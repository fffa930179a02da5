"""Real files for tests, which stand beside the project and never in it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(name: str) -> Path:
    """A folder of `../shared`, beside the project or the folder it is in; the test is skipped without it."""
    for above in ROOT.parents[:2]:
        if (above / "shared" / name).is_dir():
            return above / "shared" / name
    pytest.skip(f"../shared/{name} is not here: real files stand beside the project")
