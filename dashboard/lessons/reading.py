"""A lesson read from its files: a folder of `lesson.toml` and the words by language, or one file with all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.lessons.check import check_lesson, check_words
from jiaosuo.dashboard.lessons.claims import Claim
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.fault import read_form
from jiaosuo.dashboard.lessons.forms import LessonForm, LessonWords, SceneForm, StepForm, StepWords
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Notes, Option, Reading, Step
from jiaosuo.dashboard.lessons.text import Text
from jiaosuo.dashboard.lessons.ways import Ways, read_ways
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.words import ENGLISH, LANGUAGES

LESSON = "lesson.toml"
type Words = Mapping[str, LessonWords]
"""The words of a lesson by language."""


def read_lesson(path: str | Path) -> Lesson:
    """The lesson of a folder (`lesson.toml`, `en.toml`, `zh_CN.toml`) or of a file with `[en]` and `[zh_CN]`.

    Parameters
    ----------
    path : of the folder or the file

    Raises
    ------
    InputError : naming file, step and field, for what is missing, unknown, or not the same in both languages
    """
    path = Path(path)
    tables = _folder(path) if path.is_dir() else _file(path)
    (where, table), *by_language = tables
    form = read_form(LessonForm, table, where)
    ways = read_ways(form, where)
    check_lesson(form, ways, where)
    words: dict[str, LessonWords] = {}
    for language, (file, said) in zip(LANGUAGES, by_language, strict=True):
        words[language] = read_form(LessonWords, said, file)
        check_words(form, ways, words[language], words[ENGLISH], file)
    return _made(form, ways, words, form.name or path.stem)


def lessons_in(folder: str | Path) -> list[Lesson]:
    """The lessons of a folder: of each folder in it that holds `lesson.toml`. InputError as `read_lesson`."""
    return [read_lesson(each.parent) for each in sorted(Path(folder).glob(f"*/{LESSON}"))]


def _folder(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    files = [folder / LESSON, *(folder / f"{language}.toml" for language in LANGUAGES)]
    return [_toml(file, f"{folder.name}/{file.name}") for file in files]


def _file(file: Path) -> list[tuple[str, dict[str, Any]]]:
    where, table = _toml(file, file.name)
    for language in LANGUAGES:
        if not isinstance(table.get(language), dict):
            allowed = f"must be a table with {', '.join(LANGUAGES)}"
            raise InputError(where, ", ".join(table), allowed)
    said = [(f"{where} [{language}]", table.pop(language)) for language in LANGUAGES]
    return [(where, table), *said]


def _toml(file: Path, where: str) -> tuple[str, dict[str, Any]]:
    return where, parse_toml(read_text(file, where, "TOML"), where)


def _made(form: LessonForm, ways: Ways, words: Words, name: str) -> Lesson:
    """The lesson, of what was found to be right."""
    titles = {
        scene.name: _text(words, lambda said, key=scene.name: said.scenes[key]) for scene in form.scenes
    }
    contrasts = {each.name: each for each in ways.contrasts}
    told = {
        each.name: each.made(
            {
                line: _text(words, lambda said, of=each.name, line=line: said.told[of][line])
                for line in each.LINES
            },
            contrasts,
            titles,
        )
        for each in ways.told
    }
    return Lesson(
        name=name,
        number=form.number,
        title=_text(words, lambda said: said.title),
        scenes=tuple(_scene(each, titles[each.name]) for each in form.scenes),
        steps=tuple(_step(each, ways, words, told, contrasts) for each in form.steps),
        minutes=round(sum(step.minutes for step in form.steps)),
        asks=tuple(form.asks),
        years=form.years,
        claims=tuple(
            Claim(each.contrast, each.goes or "", each.than, each.side, each.at_most) for each in form.claims
        ),
    )


def _scene(form: SceneForm, title: Text) -> LessonScene:
    said = {key: value for key, value in form.model_dump().items() if key != "staffings"}
    staffings = None if form.staffings is None else (form.staffings[0], form.staffings[1])
    return LessonScene(**said, staffings=staffings, title=title)


def _step(
    form: StepForm, ways: Ways, words: Words, told: Mapping[str, Any], contrasts: Mapping[str, Contrast]
) -> Step:
    said = {language: every.steps[form.name] for language, every in words.items()}
    answer = ways.answers.get(form.name)
    more: dict[str, Any] = {} if answer is None else {"answer": answer.made(contrasts)}
    if form.told:
        tellers = [told[name] for name in form.told]
        more["further"] = lambda findings, language: [
            line for tell in tellers for line in tell(findings, language)
        ]
    return Step(
        kind=form.kind,
        words=tuple(_lines(said, "words")),
        scene=form.scene,
        sources=tuple(_lines(said, "sources")),
        question=_of(said, "question") if said[ENGLISH].question else "",
        choices=tuple(Option(each, _entry(said, "choices", each)) for each in form.choices),
        expected=form.expected,
        contrasts=tuple(contrasts[each.name] for each in form.contrasts),
        readings=tuple(Reading(_entry(said, "readings", key), path) for key, path in form.readings.items()),
        minutes=form.minutes,
        notes=_notes(said),
        **more,
    )


def _notes(said: Mapping[str, StepWords]) -> Notes | None:
    """The notes of a step, where it has any."""
    notes = {language: each.notes for language, each in said.items() if each.notes is not None}
    if not notes:
        return None
    return Notes(*(_of(notes, key) for key in ("aim", "think", "ask", "next")))


def _text(words: Words, pick: Any) -> Text:
    return _join({language: pick(said) for language, said in words.items()})


def _of(said: Mapping[str, Any], key: str) -> Text:
    return _join({language: getattr(each, key) for language, each in said.items()})


def _entry(said: Mapping[str, StepWords], table: str, key: str) -> Text:
    return _join({language: getattr(each, table)[key] for language, each in said.items()})


def _lines(said: Mapping[str, StepWords], key: str) -> Iterator[Text]:
    for place in range(len(getattr(said[ENGLISH], key))):
        yield _join({language: getattr(each, key)[place] for language, each in said.items()})


def _join(told: dict[str, str]) -> Text:
    return Text(told[ENGLISH], {language: text for language, text in told.items() if language != ENGLISH})
