"""Where machine code is kept when the user's own folder cannot be written: a place that is nobody else's."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from jiaosuo.model.kernels.base.jit import _own_temporary_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="temporary folders are each user's own there")


@pytest.fixture
def shared(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_the_same_each_time_and_closed_to_others(shared):
    folder = _own_temporary_folder()
    assert folder == _own_temporary_folder() == shared / f"jiaosuo-{os.getuid()}"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("how", ["open", "link", "file"])
def test_what_another_may_have_laid_there_is_not_used(shared, tmp_path_factory, how):
    trap: Path = shared / f"jiaosuo-{os.getuid()}"
    if how == "open":
        trap.mkdir()
        trap.chmod(0o777)
    elif how == "link":
        trap.symlink_to(tmp_path_factory.mktemp("theirs"))
    else:
        trap.touch()
    folder = _own_temporary_folder()
    assert folder != trap
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
