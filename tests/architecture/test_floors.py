"""The floors declared in pyproject.toml hold, as read from the imports."""

from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_no_file_names_what_stands_above_it(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert not broken, capsys.readouterr().out


def test_nothing_inside_the_model_comes_in_by_its_front_door() -> None:
    """`from jiaosuo.model import County` inside model/ would reach the top floor, unseen by the contracts."""
    graph = grimp.build_graph("jiaosuo", cache_dir=None)
    through_the_door = graph.find_modules_that_directly_import("jiaosuo.model")
    assert sorted(name for name in through_the_door if name.startswith("jiaosuo.model.")) == []
