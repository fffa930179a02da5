"""What an import brings along, each seen in a fresh interpreter."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_THE_WHOLE_MODEL_WITHOUT = """
import importlib, pkgutil, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {blocked}:
            raise ModuleNotFoundError("No module named " + repr(name) + " (blocked by the test)", name=name)

sys.meta_path.insert(0, Missing())
from jiaosuo import model

for module in pkgutil.walk_packages(model.__path__, "jiaosuo.model."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""

ASK_FOR_HELP = """
import sys
from jiaosuo.experiments.cli import main

sys.argv = ["jiaosuo", "--help"]
try:
    status = main()
except SystemExit as end:
    status = end.code
assert not status, status
"""

PLAY_FOR_MINUTES = """
import importlib, sys
from jiaosuo.dashboard.results import queueing_theory
from jiaosuo.dashboard.results.queueing_loads import Pool, Pools
from jiaosuo.dashboard.web import server
for module in server.LATE:
    importlib.import_module(module)
there = set(sys.modules)

from jiaosuo.experiments.statistics.simplex import simplex_points
simplex_points(4)
pool = Pool(arrivals=0.1, minutes=30.0, free=8.0)
one = Pool(arrivals=0.2, minutes=30.0, free=16.0)
assert queueing_theory.break_even(Pools(traffic=pool, other=pool, one=one)) > 0
print("late:", *(name for name in set(sys.modules) - there if "scipy" in name))
"""

SAY_WHAT_CAME_ALONG = """
print(*{{name.partition(".")[0] for name in sys.modules}} & {names}, file=sys.stderr)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300)


def came_along(code: str, names: set[str]) -> set[str]:
    """Those of `names` that are imported once `code` has run."""
    done = run("import sys\n" + code + SAY_WHAT_CAME_ALONG.format(names=names))
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_the_whole_model_imports_with_no_chart_or_page_library_installed() -> None:
    blocked = {"altair", "matplotlib", "solara", "vl_convert", "jiaosuo.experiments", "jiaosuo.dashboard"}
    done = run(IMPORT_THE_WHOLE_MODEL_WITHOUT.format(blocked=blocked))
    assert done.returncode == 0, done.stderr


def test_the_door_of_the_model_is_lazy() -> None:
    assert came_along("import jiaosuo, jiaosuo.model", {"mesa", "numba", "pandas", "scipy"}) == set()


def test_the_door_of_the_theory_is_lazy_and_behind_it_is_no_model() -> None:
    heavy = {"mesa", "numba", "pandas", "polars", "scipy"}
    assert came_along("import jiaosuo.model.theory", heavy) == set()
    assert came_along("from jiaosuo.model.theory import Hypercube, partial_pooling", heavy) == {"scipy"}


def test_help_does_not_pay_for_the_simulation() -> None:
    heavy = {"altair", "mesa", "numba", "pandas", "polars", "pyarrow", "scipy", "vl_convert"}
    assert came_along(ASK_FOR_HELP, heavy) == set()


def test_nothing_is_left_to_load_when_a_class_has_played_for_minutes() -> None:
    done = run(PLAY_FOR_MINUTES)
    assert done.stdout == "late:\n", done.stdout + done.stderr
