"""A lesson's files: both languages say all of it, and what is wrong is refused by file, step and field."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jiaosuo.dashboard.lessons import LESSONS, SHELF, Lesson
from jiaosuo.dashboard.lessons.claims import Claim, holds
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.reading import lessons_in, read_lesson
from jiaosuo.dashboard.lessons.text import Text, speaker
from jiaosuo.experiments.starters import write_starter
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.words import CHINESE, ENGLISH

NAME = "why-zigui-merged"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a shipped lesson, to be spoilt."""
    return Path(shutil.copytree(SHELF / NAME, tmp_path / NAME))


def turned(file: Path, old: str, new: str) -> None:
    """Replace what stands in a file once."""
    text = file.read_text("utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), "utf-8")


# Whole


@pytest.mark.parametrize("name", sorted(LESSONS))
def test_every_step_has_notes_in_both_languages(name: str) -> None:
    for step in LESSONS[name].steps:
        assert step.notes is not None
        for text in (step.notes.aim, step.notes.think, step.notes.ask, step.notes.next):
            assert isinstance(text, Text)
            assert text.told(ENGLISH) != text.told(CHINESE)
            assert any("\u4e00" <= sign <= "\u9fff" for sign in text.told(CHINESE))
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.told(ENGLISH))


@pytest.mark.parametrize("name", sorted(LESSONS))
def test_no_text_is_in_one_language_alone(name: str) -> None:
    lesson = LESSONS[name]
    texts: list[str] = [lesson.title, *(scene.title for scene in lesson.scenes)]
    for step in lesson.steps:
        texts += [*step.words, *step.sources, *filter(None, [step.question])]
        texts += [each.words for each in (*step.choices, *step.readings)]
    for text in texts:
        assert isinstance(text, Text)
        assert text.told(ENGLISH)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.told(CHINESE)), text


def test_a_lesson_is_its_folder_and_a_folder_of_folders_is_a_course(folder: Path) -> None:
    assert read_lesson(folder).name == NAME
    assert [each.name for each in lessons_in(folder.parent)] == [NAME]
    assert {each.name for each in lessons_in(SHELF)} == set(LESSONS)


def test_a_text_arrives_elsewhere_with_its_chinese() -> None:
    sent = pickle.loads(pickle.dumps(Text("two", {CHINESE: "二"})))
    assert (sent, sent.told(CHINESE)) == ("two", "二")


# What is refused


def spoil(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A mistake in a file of the lesson."""
    return lambda folder: turned(folder / name, old, new)


WRONG = {
    "unknown key": (spoil("lesson.toml", "focus", "focsu"), "lesson.toml: scene 1", "did you mean focus"),
    "missing key": (
        spoil("lesson.toml", 'kind = "situation"\n', ""),
        "lesson.toml: step 1",
        "table with kind",
    ),
    "kind": (
        spoil("lesson.toml", '"predict"', '"predicts"'),
        "lesson.toml: step 2, kind",
        "did you mean predict",
    ),
    "outcome": (
        spoil("lesson.toml", 'outcome = "calls_gave_up"', 'outcome = "calls_gave_in"'),
        "step 3 (answer-1), contrast gave-up, outcome",
        "did you mean calls_gave_up",
    ),
    "scene of a step": (
        spoil("lesson.toml", 'minutes = 2\nscene = "merger"', 'minutes = 2\nscene = "merge"'),
        "step 1 (situation), scene",
        "did you mean merger",
    ),
    "expected": (
        spoil("lesson.toml", 'expected = "half"', 'expected = "all"'),
        "step 2 (question-1), expected",
        "known: half",
    ),
    "way of an answer": (
        spoil("lesson.toml", 'by = "size"', 'by = "sise"'),
        "answer, by",
        "did you mean size",
    ),
    "key of an answer": (spoil("lesson.toml", "last =", "lats ="), "step 2, answer", "did you mean last"),
    "choice of an answer": (
        spoil("lesson.toml", 'last = "later"', 'last = "latest"'),
        "step question-1, answer, last",
        "did you mean later",
    ),
    "contrast of an answer": (
        spoil("lesson.toml", 'by = "size", contrast = "response"', 'by = "size", contrast = "respons"'),
        "step question-1, answer, contrast",
        "did you mean",
    ),
    "claim": (spoil("lesson.toml", 'contrast = "nobody"', 'contrast = "no"'), "claim 1, contrast", "known: "),
    "way of a claim": (spoil("lesson.toml", 'goes = "less"\n', ""), "claim 1", "must say how it goes"),
    "type": (spoil("lesson.toml", "days = 7", 'days = "7"'), "scene 1, days", "must be numbers"),
    "order": (
        spoil("lesson.toml", 'kind = "situation"', 'kind = "home"'),
        "lesson.toml: steps",
        "first step",
    ),
    "two of a name": (
        spoil("lesson.toml", 'name = "sites"', 'name = "merger"'),
        "lesson.toml: scenes",
        "only once",
    ),
    "no TOML": (spoil("lesson.toml", "[[scenes]]", "[[scenes"), f"{NAME}/lesson.toml", "not valid TOML"),
    "no words of a step": (
        spoil("zh_CN.toml", "[steps.home]", "[steps.hme]"),
        f"{NAME}/zh_CN.toml: steps",
        "did you mean home",
    ),
    "one paragraph less": (
        spoil("zh_CN.toml", '    "看村里的一个圆圈：左右两侧，连线各从哪个乡镇过来？",\n', ""),
        "zh_CN.toml: step 3 (answer-1): words",
        "must be as in English",
    ),
    "a choice less": (
        spoil("zh_CN.toml", 'half = "省下三分之一以上"\n', ""),
        "zh_CN.toml: step 2 (question-1): choices, half",
        "must be a text",
    ),
    "a choice more": (
        spoil("en.toml", 'half = "More', 'other = "Other"\nhalf = "More'),
        "en.toml: step 2 (question-1): choices",
        "known: half",
    ),
    "notes cut short": (spoil("en.toml", "aim = ", "aims = "), "step", "did you mean aim"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_by_file_step_and_field(wrong: str, folder: Path) -> None:
    do, field, allowed = WRONG[wrong]
    do(folder)
    with pytest.raises(InputError) as refused:
        read_lesson(folder)
    assert field in refused.value.field
    assert NAME in refused.value.field
    assert allowed in refused.value.allowed
    chinese = told(refused.value, CHINESE)
    assert refused.value.allowed not in chinese
    assert "不可用" in chinese


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "zh_CN.toml").unlink()
    with pytest.raises(InputError, match=r"why-zigui-merged/zh_CN\.toml"):
        read_lesson(folder)


def test_numbers_stand_in_sentences_under_the_names_that_the_code_gives(tmp_path: Path) -> None:
    for name, old, new in (
        ("zh_CN.toml", "{apart}", "{aparts}"),
        ("zh_CN.toml", "{leaders}", ""),
        ("en.toml", "{one}", "{one"),
        ("en.toml", "{one}", "{}"),
    ):
        spoilt = Path(
            shutil.copytree(SHELF / "skill-that-fades", tmp_path / f"{len(list(tmp_path.iterdir()))}")
        )
        turned(spoilt / name, old, new)
        with pytest.raises(InputError, match="told practice, cases"):
            read_lesson(spoilt)


# One file, and a plug-in


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, ...]:
    """What `jiaosuo new lesson` writes."""
    return write_starter("lesson", "my-own", tmp_path)


def test_a_lesson_in_one_file_is_loaded_as_a_plug_in(begun: tuple[Path, ...]) -> None:
    with plugins.only(()):
        plugins.load(begun[0])
        lesson = LESSONS["my-own"]
        assert speaker(CHINESE)(lesson.title) == "新课程"
        assert lesson.minutes == 10
        assert lesson.claims == (Claim("response", "less"),)
    assert "my-own" not in LESSONS


def test_a_plug_in_whose_file_is_wrong_says_where(begun: tuple[Path, ...]) -> None:
    turned(begun[1], 'expected = "earlier"', 'expected = "early"')
    with plugins.only(()), pytest.raises(InputError, match=r"my_own.toml: step 2 \(question\), expected"):
        plugins.load(begun[0])


def test_one_file_must_have_both_languages(begun: tuple[Path, ...]) -> None:
    text = begun[1].read_text("utf-8")
    begun[1].write_text(text[: text.index("[zh_CN]")], "utf-8")
    with pytest.raises(InputError, match="must be a table with en, zh_CN"):
        read_lesson(begun[1])


def test_a_lesson_made_in_python_still_speaks_by_its_plug_in(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text(OLD, "utf-8")
    with plugins.only(()):
        plugins.load(tmp_path / "old.py")
        lesson: Lesson = LESSONS["old"]
        assert speaker(CHINESE)(lesson.title) == "旧课"
        assert speaker(ENGLISH)(lesson.title) == "An old lesson"
        assert lesson.steps[0].notes is None


OLD = """\
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Step
CHINESE = {"An old lesson": "旧课"}
OLD = Lesson("old", 9, "An old lesson", (LessonScene(name="a", title="An old lesson", place="county-town",
    left="separate", right="integrated", focus="response_mean", lever="delta"),), (Step("situation"),))
"""


# What is claimed


def worlds(**rows: tuple[float, float]) -> Findings:
    """Findings of contrasts `a` and `b` with these means of left and right, told from chance."""
    contrasts = tuple(Contrast(name, name, "response_mean") for name in rows)
    made = {
        name: {"response_mean": [[mean + 0.01 * (world % 3) for world in range(9)] for mean in sides]}
        for name, sides in rows.items()
    }
    return Findings("x", (contrasts,), rows=made)


@pytest.mark.parametrize(
    ("claim", "sides", "so"),
    [
        (Claim("a", "less"), {"a": (9.0, 8.0)}, True),
        (Claim("a", "less"), {"a": (8.0, 9.0)}, False),
        (Claim("a", "more"), {"a": (8.0, 9.0)}, True),
        (Claim("b", "more", than="a"), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, True),
        (Claim("b", "less", than="a"), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, False),
        (Claim("b", than="a", at_most=0.5), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, True),
        (Claim("b", than="a", at_most=0.2), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, False),
        (Claim("b", "same", than="a", side="left"), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, True),
        (Claim("b", "same", than="a", side="right"), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, False),
        (Claim("b", "more", than="a", side="right"), {"a": (9.0, 5.0), "b": (9.0, 8.0)}, True),
    ],
)
def test_a_claim_holds_or_not(claim: Claim, sides: dict[str, tuple[float, float]], so: bool) -> None:
    found = worlds(**sides)
    if claim.than and not claim.side and claim.goes:
        # a difference of differences needs worlds that differ
        found.rows["b"]["response_mean"][1][0] += 0.02  # type: ignore[index, operator]
    assert holds(claim, found) is so


def test_what_nobody_observed_is_neither_so_nor_not() -> None:
    nothing = Findings("x", ((Contrast("a", "a", "response_mean"), Contrast("b", "b", "response_mean")),))
    for claim in (
        Claim("a", "less"),
        Claim("a", "less", than="b"),
        Claim("a", "less", than="b", side="left"),
    ):
        assert holds(claim, nothing) is None
