"""One set of checks on every study, and on every pattern of the first."""

import pytest

from experiments.patterns.changes import AS_IT_IS, CHANGES
from experiments.patterns.pattern import PATTERNS
from experiments.studies import STUDIES
from model.core.errors import InputError
from model.core.words import translate


@pytest.mark.parametrize("study", STUDIES.values(), ids=lambda study: study.name)
def test_a_study_asks_a_question_somewhere(study):
    assert study.question.endswith("?")
    assert translate(study.question, "zh").endswith("？")
    assert study.places
    assert all(callable(each) for each in (study.run, study.page, study.pictures, study.told))


def test_a_study_that_is_not_there_is_refused_by_name():
    with pytest.raises(InputError, match="study: 'pattern' is not allowed; did you mean patterns"):
        STUDIES["pattern"]


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.name)
def test_a_pattern_says_what_it_expects(pattern):
    assert pattern.words.endswith(".")
    assert translate(pattern.title, "zh") != pattern.title
    assert pattern.urbanization[0] < pattern.urbanization[1]


def test_each_change_has_a_name_of_its_own_and_changes_something():
    assert len({change.name for change in (AS_IT_IS, *CHANGES)}) == len(CHANGES) + 1
    assert all(change.values or change.edit or change.settled for change in CHANGES)
