"""Plug-ins are loaded, named, sent to other processes and refused; nothing of them stays behind."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from jiaosuo import testing
from jiaosuo.model import KINDS, MAPS, OUTCOMES, RULES, County, Scenario
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.words import translate
from jiaosuo.model.outcomes import signed
from jiaosuo.model.rules import named
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import place_names
from tests.plugin_files import ALL, KIND, OUTCOME, RULE


@pytest.fixture(autouse=True)
def _none_stays():
    with plugins.only(()):
        yield


@pytest.fixture
def file(tmp_path):
    """A function that writes a plug-in."""

    def write(text, name="mine.py"):
        written = tmp_path / name
        written.write_text(text, encoding="utf-8")
        return written

    return write


def test_what_a_file_declares_stands_behind_what_is_shipped(file):
    shipped = [list(each) for each in (RULES, KINDS, OUTCOMES)]
    plugin = plugins.load(file(ALL))
    assert [list(each) for each in (RULES, KINDS, OUTCOMES)] == [
        [*names, added] for names, added in zip(shipped, ("nearest", "noise", "calls_late"), strict=True)
    ]
    assert named("nearest") is RULES["nearest"]
    assert "noise_rate_rural" in parameters()
    assert plugins.holdings(plugin) == {
        "rules": ("nearest",),
        "kinds": ("noise",),
        "outcomes": ("calls_late",),
    }
    with plugins.only(()):
        assert [list(each) for each in (RULES, KINDS, OUTCOMES)] == shipped
        assert "noise_rate_rural" not in parameters()
    assert "nearest" in RULES


def test_what_a_file_only_imports_is_none_of_its_own(file):
    plugin = plugins.load(file(RULE))
    assert plugins.holdings(plugin) == {"rules": ("nearest",)}
    assert plugins.owner(RULES["separate"]) is None
    assert plugins.owner(RULES["nearest"]) == plugin


def test_a_file_that_has_changed_is_taken_anew(file):
    first = plugins.load(file(OUTCOME))
    again = plugins.load(file(OUTCOME))
    assert again == first
    later = plugins.load(file(OUTCOME.replace("30.0", "20.0")))
    assert later.digest != first.digest
    assert plugins.files() == (later,)
    assert OUTCOMES["calls_late"].value.__globals__["MINUTES"] == 20.0


def test_the_chinese_that_it_brings_is_spoken(file):
    plugins.load(file(ALL))
    assert translate("nearest", "zh") == "就近"
    assert translate("Calls later than half an hour", "zh") == "超过半小时到场的警情"
    with plugins.only(()):
        assert translate("nearest", "zh") == "nearest"
        assert translate("Calls later than half an hour", "zh") == "Calls later than half an hour"
    assert translate("nearest", "zh") == "就近"
    assert translate("Calls later than half an hour", "en") == "Calls later than half an hour"


def test_a_scenario_says_which_plug_ins_it_carries(file):
    rule, kind = plugins.load(file(RULE, "a.py")), plugins.load(file(KIND, "b.py"))
    plugins.load(file(OUTCOME, "c.py"))
    scenario = Scenario.preset("county-town", rule="nearest")
    assert scenario.plugins == (rule, kind)
    said = scenario.described()
    assert said.plugins == {"a": rule.digest, "b": kind.digest}
    assert type(said).from_json(said.to_json()) == said
    with plugins.only(()):
        assert "plugins" not in Scenario.preset("county-town").described().to_json()


def test_outcomes_are_hashed_with_the_content_that_measures_them(file):
    plugin = plugins.load(file(OUTCOME))
    assert signed(["calls_total", "calls_late"]) == ["calls_total", f"calls_late@{plugin.digest}"]


def test_a_file_travels_as_its_text(file, tmp_path):
    """A process that has never seen the file has its rule, under the same digest, and its functions."""
    written = file(ALL)
    plugin = plugins.load(written)
    sent = tmp_path / "sent.pickle"
    sent.write_bytes(pickle.dumps((plugins.files(), OUTCOMES["calls_late"].value)))
    written.unlink()
    code = (
        "import pickle, sys; from jiaosuo.model import RULES; print('nearest' in RULES);"
        "got, late = pickle.load(open(sys.argv[1], 'rb'));"
        "print('nearest' in RULES, got[0].digest, late.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(sent)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", plugin.digest, "late"]


def test_a_saved_county_is_opened_with_its_plug_ins_or_names_them(file, tmp_path):
    plugin = plugins.load(file(ALL))
    county = County(Scenario.preset("county-town", rule="nearest", people_per_agent=25)).run_days(0.05)
    kept = tmp_path / "county.zip"
    county.save(kept)
    assert County.load(kept).scenario.plugins == (plugin,)
    with plugins.only(()), pytest.raises(InputError, match="made with the plug-in mine; load that first"):
        County.load(kept)


COPY = """
from dataclasses import replace
from jiaosuo.model.rules.separate import SEPARATE
"""


@pytest.mark.parametrize(
    ("text", "said", "chinese"),
    [
        ("x = 1", "'nothing' is not allowed; it must declare at least one of", "须至少声明其中之一"),
        (
            "x = 1\ny = z",
            "name 'z' is not defined.* is not allowed; .*: see line 2",
            "须能无错加载：见第 2 行",
        ),
        ("x = (", "SyntaxError.*see line 1", "须能无错加载：见第 1 行"),
        ("raise SystemExit(3)", "SystemExit: 3.*see line 1", "见第 1 行"),
        (
            COPY + 'A = replace(SEPARATE, chinese="甲")',
            "'separate' is not allowed; a rule of this name is there without it",
            "已有同名的体制",
        ),
        (
            COPY + 'A = replace(SEPARATE, name="hybrid")',
            "'hybrid' is not allowed; a rule of this name",
            "已有同名的体制",
        ),
        (COPY + 'A = replace(SEPARATE, name="timeline")', "'timeline' is not allowed", "已有同名的体制"),
        (COPY + 'A = replace(SEPARATE, name="My rule")', "small letters, figures, _ and -", "小写字母"),
        (
            COPY + 'A, B = (replace(SEPARATE, name="a", source=each) for each in "xy")',
            "'a' is not allowed; it declares two of them in rules",
            "重复声明",
        ),
        (
            KIND.replace('"noise"', '"theft"'),
            "'theft' is not allowed; a kind of this name",
            "已有同名的警情种类",
        ),
        (
            KIND.replace('"noise"', '"a-b"'),
            "'a-b' is not allowed; .* small letters, figures and _",
            "小写字母",
        ),
    ],
)
def test_what_a_plug_in_may_not_be_is_refused_with_file_and_name(file, text, said, chinese):
    with pytest.raises(InputError, match=f"^plug-in mine.py: .*{said}") as refused:
        plugins.load(file(text))
    assert told(refused.value, "zh").startswith("插件 mine.py：")
    assert chinese in told(refused.value, "zh")
    assert plugins.files() == ()
    assert translate("a", "zh") == "a", "words of what was refused"


def test_two_plug_ins_cannot_have_one_name(file, tmp_path):
    plugins.load(file(RULE, "one.py"))
    with pytest.raises(
        InputError, match=r"plug-in two.py: 'nearest'.*the plug-in one has a rule of this name"
    ):
        plugins.load(file(RULE, "two.py"))
    (tmp_path / "other").mkdir()
    with pytest.raises(InputError, match="a plug-in of this name is loaded already"):
        plugins.load(file(KIND, "other/one.py"))
    assert list(RULES) == [*RULES.shipped, "nearest"]


@pytest.mark.parametrize("name", ["no.py", "no.txt", ""])
def test_what_is_no_python_file_is_refused(tmp_path, name):
    (tmp_path / "no.txt").write_text("x")
    with pytest.raises(InputError, match=r"plug-in: .* must be a Python file that ends in .py"):
        plugins.load(tmp_path / name)


PLACES = """
from pathlib import Path
from jiaosuo.model.core.plugins import Places

HERE = Places(Path(__file__).parent / "places")
"""


def test_a_plug_in_brings_places_that_are_known_by_name(file, tmp_path):
    folder = tmp_path / "places" / "little-county"
    folder.mkdir(parents=True)
    (folder / "scenario.toml").write_text("[set]\npopulation = 40_000\n")
    plugins.load(file(PLACES))
    assert "little-county" in place_names()
    assert Scenario.preset("little-county")["population"] == 40_000
    folder.rename(folder.with_name("zigui-2004"))
    with plugins.only(()), pytest.raises(InputError, match="a place of this name is there without it"):
        plugins.load(file(PLACES, "other.py"))


def test_places_of_a_plug_in_have_a_contract(file, tmp_path):
    folder = tmp_path / "places" / "little-county"
    folder.mkdir(parents=True)
    (folder / "scenario.toml").write_text("[set]\npopulation = 40_000\n")
    told, *found = testing.checks(file(PLACES))
    assert [str(each).partition(":")[0] for each in (told, *found)] == ["little-county"] * 4
    with pytest.raises(AssertionError, match="title"):
        told()
    found[0]()
    found[1]()


def test_a_place_lists_its_plug_ins(file, tmp_path):
    file(RULE, "own.py")
    place = file('plugins = ["own.py"]\nrule = "nearest"\n', "place.toml")
    assert Scenario.read(place).rule.name == "nearest"
    with pytest.raises(InputError, match=r"plugins: 'own.py' is not allowed; must be a list of Python files"):
        Scenario.read(file('plugins = "own.py"\n', "place.toml"))


def test_a_process_that_serves_others_loads_nothing_that_a_place_lists(file):
    """In a process of its own: it cannot be opened again."""
    file("raise SystemExit(9)", "evil.py")
    loaded, place = file(RULE, "own.py"), file('plugins = ["evil.py"]\n', "place.toml")
    good = file('plugins = ["own.py"]\nrule = "nearest"\n', "good.toml")
    code = (
        "import sys; from jiaosuo.model import Scenario; from jiaosuo.model.core import plugins\n"
        "plugins.load(sys.argv[1]); plugins.seal()\n"
        "print(Scenario.read(sys.argv[3]).rule.name)\n"
        "try: Scenario.read(sys.argv[2])\n"
        "except ValueError as error: print(error)"
    )
    words = [sys.executable, "-c", code, str(loaded), str(place), str(good)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("nearest\n")
    assert "'evil.py' is not allowed; no plug-in is loaded here" in done.stdout


def installed(folder: Path, points: str, **files: str) -> None:
    """What an installer leaves of a distribution with entry points."""
    about = folder / "strange-1.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text(points)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def asked(folder: Path, code: str, **variables: str) -> str:
    """What Python prints where that distribution is installed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_an_installed_distribution_brings_what_its_entry_points_name(tmp_path):
    points = "[jiaosuo.rules]\nmine = strange_rules\n[jiaosuo.outcomes]\nlate = strange_outcomes:LATE\n"
    installed(tmp_path, points, strange_rules=RULE, strange_outcomes=OUTCOME)
    code = (
        "from jiaosuo.model import RULES, OUTCOMES; from jiaosuo.model.core import plugins\n"
        "it, = plugins.loaded(); print(it.name, it.origin, *plugins.holdings(it).items())\n"
        "print('nearest' in RULES, 'calls_late' in OUTCOMES, list(plugins.digests()))"
    )
    held = "('rules', ('nearest',)) ('outcomes', ('calls_late',))"
    assert asked(tmp_path, code).splitlines() == [f"strange strange 1.2 {held}", "True True ['strange']"]
    without = asked(tmp_path, "from jiaosuo.model import RULES; print('nearest' in RULES)", **{LEFT_OUT: "1"})
    assert without == "False"


LEFT_OUT = "JIAOSUO_NO_INSTALLED_PLUGINS"


def test_an_installed_one_that_fails_says_how_to_do_without_it(tmp_path):
    installed(tmp_path, "[jiaosuo.rules]\nmine = strange_rules\n", strange_rules="import nothing_of_the_kind")
    code = (
        "from jiaosuo.model import RULES, KINDS\nprint(len(KINDS) > 0)\n"
        "try: list(RULES)\nexcept ValueError as error: print(error)"
    )
    fine, error = asked(tmp_path, code).splitlines()
    assert fine == "True"
    assert error.startswith("plug-in strange: ")
    assert f"uninstall it, or set {LEFT_OUT}=1" in error


def test_an_entry_point_of_something_else_is_refused(tmp_path):
    installed(tmp_path, "[jiaosuo.rules]\nmine = strange_rules:NOISE\n", strange_rules=KIND)
    code = "from jiaosuo.model import RULES\ntry: list(RULES)\nexcept ValueError as error: print(error)"
    assert "it must name a rule, or several" in asked(tmp_path, code)


def test_maps_of_plug_ins_are_rules_too(file):
    text = RULE + (
        "from jiaosuo.model.rules.map import RuleMap\n"
        'MINE = RuleMap("mine-map", "图", "A map.", "a stranger", rest=SEPARATE, dense=NEAREST)\n'
    )
    plugin = plugins.load(file(text))
    assert list(MAPS)[-1] == "mine-map"
    assert Scenario.preset("county-town", rule="mine-map").plugins == (plugin,)
