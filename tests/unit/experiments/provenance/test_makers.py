"""What is stored says which sources it comes from: all of them, and no others."""

from __future__ import annotations

import ast
import importlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.playback import makers as of_the_page
from jiaosuo.dashboard.playback import run_plan
from jiaosuo.experiments import stored_studies
from jiaosuo.experiments.provenance import makers
from jiaosuo.experiments.provenance.makers import CODE_AND_PLACES, Makers
from jiaosuo.experiments.study_tools import makers as of_studies

ROOT = Path(__file__).parents[4]
PACKAGES = ("model", "experiments", "dashboard")


def file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split(".")[1:])
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in found if file.is_file()), None)


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(("jiaosuo", *(part for part in parts if part != "__init__")))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from statements(child)


@cache
def imports(module: str) -> frozenset[str]:
    """Modules of ours that a module imports, inside functions too."""
    file, found = file_of(module), set()
    assert file is not None, module
    for node in statements(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name.startswith("jiaosuo.")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiaosuo."):
            inside = {f"{node.module}.{each.name}" for each in node.names}
            found |= {each if file_of(each) else str(node.module) for each in inside}
    return frozenset(found)


def is_below(module: str, declared: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in declared)


def modules_below(declared: tuple[str, ...]) -> set[str]:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {module for module in map(module_of, files) if is_below(module, declared)}


def not_declared(what: Makers) -> dict[str, list[str]]:
    """Modules that makers import and that are neither makers nor aside, with who imports them."""
    missing: dict[str, list[str]] = {}
    for module in sorted(modules_below(what.modules)):
        if not is_below(module, what.aside):
            for each in imports(module):
                if not is_below(each, what.modules) and not is_below(each, what.aside):
                    missing.setdefault(each, []).append(module)
    return missing


def declared() -> dict[str, Makers]:
    """Every makers that a module declares, by module and name or key."""
    found: dict[str, Makers] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "Makers(" in file.read_text(encoding="utf-8") and file.name != "makers.py":
                found |= declared_in(module_of(file))
    for tables in ("jiaosuo.dashboard.playback.makers", "jiaosuo.experiments.study_tools.makers"):
        found |= declared_in(tables)
    return found


def declared_in(name: str) -> dict[str, Makers]:
    found: dict[str, Makers] = {}
    for key, value in vars(importlib.import_module(name)).items():
        entries = value.items() if isinstance(value, dict) and key.isupper() else [("", value)]
        found |= {f"{name}:{key}{at}": each for at, each in entries if isinstance(each, Makers)}
    return found


ALL = declared()


def test_all_kinds_of_stored_things_are_known_here() -> None:
    rooms = {name.partition(":")[0].removeprefix("jiaosuo.") for name in ALL}
    assert rooms >= {
        "dashboard.playback.makers",
        "experiments.study_tools.makers",
        "experiments.analyses.counterfactuals.years_of",
        "experiments.study_tools.design_points",
        "experiments.sweeps.identity",
    }
    assert set(of_studies.MAKERS) == {study.STUDY for study in stored_studies.KEPT}


@pytest.mark.parametrize("name", ALL)
def test_no_maker_imports_a_module_that_is_not_declared(name: str) -> None:
    assert not_declared(ALL[name]) == {}


@pytest.mark.parametrize("name", ALL)
def test_nothing_stands_aside_for_nothing(name: str) -> None:
    known = {*modules_below(("jiaosuo",))}
    assert [each for each in (*ALL[name].modules, *ALL[name].aside) if each not in known] == []


def test_a_maker_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError, match="no module jiaosuo"):
        _ = Makers(("jiaosuo.nowhere",)).version


def test_functions_called_by_name_are_there_and_are_makers_of_their_answers() -> None:
    for kind in (each for each in of_the_page.MAKERS if ":" in each):
        module, name = kind.split(":")
        assert callable(getattr(importlib.import_module(module), name))
        assert module in of_the_page.MAKERS[kind].modules


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our sources, which versions are now made of."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*"):
            if file.suffix in CODE_AND_PLACES:
                there = tmp_path / file.relative_to(ROOT)
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, there)
    monkeypatch.setattr(makers, "HERE", tmp_path)
    return tmp_path


def addresses() -> dict[str, str]:
    makers._version.cache_clear()
    comparison = from_json({"place": "county-town", "days": 1}).text()
    return {kind: run_plan.address(kind, comparison) for kind in of_the_page.MAKERS}


def change(file: Path) -> None:
    assert file.is_file()
    more = "CHANGED = True\n" if file.suffix == ".py" else "# changed\n"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")


PAGE = {"run", "chunk", "state", "header", "calls"}
BACKGROUND = {"replication", "replications", "split trial", "split", "years"}
THEORY = "jiaosuo.dashboard.results.queueing_loads:loads"
WAYS = "jiaosuo.dashboard.results.travel_loads:both_ways"
SKILLS = "jiaosuo.dashboard.lessons.skills:skills"
EVERY = PAGE | BACKGROUND | {THEORY, WAYS, SKILLS}


@pytest.mark.ci
@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("model/kernels/officers/skill.py", EVERY),
        ("model/scenarios/county-town.toml", EVERY),
        ("dashboard/choice/comparison.py", EVERY),
        ("dashboard/playback/recording.py", PAGE),
        ("dashboard/jobs/worker.py", PAGE),
        ("dashboard/jobs/background_jobs.py", PAGE | BACKGROUND),
        ("experiments/comparison/compare.py", set()),
        ("experiments/replication/replicate.py", PAGE | BACKGROUND),
        ("experiments/runs/splits.py", PAGE | BACKGROUND),
        ("experiments/runs/staffing.py", set()),
        ("dashboard/results/queueing_loads.py", {THEORY}),
        ("experiments/comparison/geometry.py", {THEORY, WAYS}),
        ("dashboard/lessons/skills.py", {SKILLS}),
        ("dashboard/results/queueing_theory.py", set()),
        ("experiments/comparison/charts.py", set()),
        ("dashboard/page/app.py", set()),
    ],
)
def test_an_address_changes_with_the_makers_of_its_kind_and_with_no_other_source(
    copied: Path, source: str, changed: set[str]
) -> None:
    before = addresses()
    change(copied / source)
    after = addresses()
    assert {kind for kind in before if before[kind] != after[kind]} == changed


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("model/saved.py", {"tipping-point", "why", "patterns"}),
        ("model/scenarios/zigui-2004/townships.csv", {"tipping-point", "why", "patterns"}),
        ("experiments/statistics/intervals.py", {"tipping-point", "why"}),
        ("experiments/analyses/tipping_point/judge.py", {"tipping-point"}),
        ("model/theory/erlang.py", {"tipping-point", "patterns"}),
        ("experiments/analyses/attribution/shapley.py", {"why"}),
        ("experiments/analyses/attribution/attribution_page.py", set()),
        ("dashboard/page/app.py", set()),
    ],
)
def test_a_kept_study_is_stale_after_a_change_of_its_makers_alone(
    copied: Path, source: str, changed: set[str]
) -> None:
    studies = ("tipping-point", "why", "patterns")
    before = {study: of_studies.sources(study) for study in studies}
    change(copied / source)
    makers._version.cache_clear()
    assert {study for study in studies if of_studies.sources(study) != before[study]} == changed


@pytest.mark.ci
def test_line_ends_of_another_system_change_nothing(copied: Path) -> None:
    before = addresses()
    for file in copied.rglob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert addresses() == before


def test_the_cache_of_kernels_is_named_by_all_that_kernels_import() -> None:
    from jiaosuo.model.kernels.base import jit

    beside = tuple(f"jiaosuo.model.core.{file.removesuffix('.py')}" for file in jit.BESIDE)
    assert not_declared(Makers(("jiaosuo.model.kernels", *beside))) == {}


BY_VALUE = tuple(
    f"jiaosuo.experiments.{module}:MAKERS" for module in ("sweeps.identity", "study_tools.design_points")
)


@pytest.mark.parametrize("name", BY_VALUE)
def test_a_rule_beside_the_others_or_a_comment_closes_no_folder(copied: Path, name: str) -> None:
    """A run is named by what its rule says: the other rules are nothing to it."""

    def version() -> str:
        makers._version.cache_clear()
        return makers._version(ALL[name], copied)

    before = version()
    rules = copied / "model" / "rules"
    shutil.copyfile(rules / "integrated.py", rules / "my_own.py")
    change(rules / "integrated.py")
    change(rules / "station_led.py")
    county = copied / "model" / "county.py"
    noted = "# a word\n\nimport  numpy as np  # more\n"
    text = county.read_text("utf-8").replace("import numpy as np\n", noted)
    county.write_text(text.replace('"""One minute;', '"""One  minute;'), "utf-8")
    assert version() == before
    for decides in ("separate.py", "rule.py", "common.py"):
        change(rules / decides)
        assert version() != before
        before = version()
