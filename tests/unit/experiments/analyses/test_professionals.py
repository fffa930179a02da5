"""Who wins at which load, which assumption decides it, and what the pages of evidence say: all by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from jiaosuo.experiments.analyses.professionals import professionals_study
from jiaosuo.experiments.analyses.professionals.evidence import (
    AGAINST,
    CHANGE,
    DECIDES,
    FOR,
    H1,
    H2,
    HYPOTHESES,
    NOTHING,
    Evidence,
    evidence,
)
from jiaosuo.experiments.analyses.professionals.evidence_pages import page as html_page
from jiaosuo.experiments.analyses.professionals.evidence_pages import written
from jiaosuo.experiments.analyses.professionals.judge import Pair, decided, over_loads
from jiaosuo.experiments.analyses.professionals.mechanisms_off import SWITCHED_OFF
from jiaosuo.experiments.analyses.professionals.professionals_chart import charts
from jiaosuo.experiments.analyses.professionals.professionals_page import page, summary, table, where
from jiaosuo.experiments.analyses.professionals.professionals_result import ProfessionalsResult
from jiaosuo.experiments.analyses.professionals.professionals_study import (
    DIVIDED,
    JUDGED,
    LEVER,
    OPTIONS,
    OWN,
)
from jiaosuo.experiments.stored_studies import FOLDER, stored_places
from jiaosuo.experiments.stored_studies.__main__ import put
from jiaosuo.experiments.stored_studies.evidence import kept, write
from jiaosuo.experiments.study_tools.design_points import Columns, DesignPoint
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model.core.words import CHINESE, ENGLISH, LANGUAGES, translate
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS
from jiaosuo.model.scenario import Scenario, parameters
from tests.made_evidence import BOTH, CITY, CLEAR, COUNTRY, FINDINGS, LOADS, RESPONSE, pair, place, result

DOCS = Path(__file__).parents[4] / "docs"


@pytest.mark.parametrize(
    ("gaps", "word"),
    [
        ((1, 1, 1, 1), "always"),
        ((-1, -1, 1, 3), "from"),
        ((0, 0, 0, 3), "from"),
        ((3, 1, -1, -1), "up to"),
        ((-1, 1, -1, 1), "at"),
        ((-1, -1, -1, -1), "never"),
        ((-1, 0, 0, 0), "never"),
        ((0, 0, 0, 0), "open"),
    ],
)
def test_where_two_forces_win_by_a_measure_of_which_less_is_better(gaps: tuple[int, ...], word: str) -> None:
    told = over_loads(LOADS, pair([float(each) for each in gaps]), 1.0, counts=False)
    assert told.word == word
    mirrored = over_loads(LOADS, pair([-float(each) for each in gaps]), -1.0, counts=False)
    assert mirrored.word == word


def test_the_means_cross_half_way_between_equal_and_opposite_differences() -> None:
    """-1 at x 1 and +1 at x 2: straight lines between them meet 0 at x 1.5."""
    told = over_loads(LOADS, pair([-1.0, -1.0, 1.0, 3.0]), 1.0, counts=False)
    assert told.turn.mean == pytest.approx(1.5, abs=0.02)
    low, high = told.turn.span
    assert low <= told.turn.mean <= high
    down = over_loads(LOADS, pair([3.0, 1.0, -1.0, -1.0]), 1.0, counts=False)
    assert down.turn.mean == pytest.approx(1.5, abs=0.02)


def test_a_win_at_every_load_has_no_crossing() -> None:
    assert over_loads(LOADS, pair([1.0] * 4), 1.0, counts=False).turn.mean is None


def test_a_count_of_a_few_events_says_nothing_and_what_was_never_seen_is_not_observed() -> None:
    few = Pair(np.zeros((8, 4)), np.ones((8, 4)) * [0, 0, 1, 1])
    assert over_loads(LOADS, few, 1.0, counts=True).word == "too few"
    assert over_loads(LOADS, few, 1.0, counts=False).word == "from"
    unseen = Pair(np.full((6, 4), np.nan), np.full((6, 4), np.nan))
    assert over_loads(LOADS, unseen, 1.0, counts=False).word == "unseen"


def test_an_assumption_turns_a_difference_makes_most_of_it_or_decides_nothing() -> None:
    usual = pair([4.0]).at(0)
    one_by_one = {"turn": -2.0, "most": 1.0, "some": 3.0, "nothing": 4.0}
    off = {name: pair([gap]).at(0) for name, gap in one_by_one.items()}
    assert (decided(usual, off).by, decided(usual, off).turns) == ("turn", True)
    rest = {name: each for name, each in off.items() if name != "turn"}
    assert (decided(usual, rest).by, decided(usual, rest).turns) == ("most", False)
    assert decided(usual, {"some": off["some"], "nothing": off["nothing"]}).by == ""


def test_where_without_a_mechanism_nothing_is_left_to_measure_it_decides_nothing() -> None:
    """No posts, none staffed under either rule; but a gap that is gone while the measure stays is decided."""
    usual = Pair(np.full(6, 0.9), 0.8 + 0.01 * np.arange(6) / 6)
    none, same = Pair(np.zeros(6), np.zeros(6)), Pair(np.full(6, 0.9), np.full(6, 0.9))
    assert decided(usual, {"no posts": none}).by == ""
    assert decided(usual, {"no posts": none, "no skill": same}).by == "no skill"


def test_a_difference_that_is_not_told_is_decided_by_nothing() -> None:
    noise = Pair(np.zeros(6), np.array([1.0, -1.0, 2.0, -2.0, 3.0, -2.9]))
    assert decided(noise, {"turn": pair([-5.0]).at(0)}).by == ""


def test_what_the_place_says_names_the_side_the_load_and_the_assumption() -> None:
    said = " ".join(summary(BOTH, "en"))
    assert "The town of hill (20 % in town), calls x 1: one unit does better by 2 of 4 measures" in said
    assert "two forces win from calls x 2 on (the two cross at x 1.5" in said
    assert "where traffic officers spend 20.0 % of their time on duty at calls" in said
    assert "If a novice works as fast as an expert, most of it goes" in said


def test_both_languages_say_as_much_and_otherwise() -> None:
    english, chinese = summary(BOTH, "en"), summary(BOTH, "zh")
    assert len(english) == len(chinese)
    assert all(one != other for one, other in zip(english, chinese, strict=True))
    assert [table(BOTH, language).row_count for language in LANGUAGES] == [2 * len(LOADS)] * 2


def test_the_page_is_that_of_what_is_read_back() -> None:
    again = ProfessionalsResult.from_json(json.loads(json.dumps(BOTH.to_json(), allow_nan=False)))
    assert again == BOTH
    text = page(BOTH, "pictures")
    assert page(again, "pictures") == text
    assert "never within x 0.5 to x 3" in text
    told = CITY.contrasts[0].measures
    assert where(BOTH, RESPONSE, told[RESPONSE]).startswith("from x 2 on; cross at x 1.5")
    assert where(BOTH, CLEAR, told[CLEAR]) == "at every load"


def part(found: Evidence, heading: str, language: str = ENGLISH) -> str:
    return " ".join(found.parts[translate(heading, language)])


def test_the_first_hypothesis_is_told_of_the_country_and_the_second_of_cities() -> None:
    first, second = evidence(H1, BOTH, "en"), evidence(H2, BOTH, "en")
    assert "hill" in part(first, FOR)
    assert "harbour" not in part(first, FOR) + part(first, AGAINST)
    assert "the difference in Response time (traffic) goes from" in part(first, FOR)
    assert part(first, AGAINST) == NOTHING
    assert "two forces win at every load tried by: Time to clear (traffic)" in part(second, FOR)
    assert "one unit does better by 1 of 4 measures: Response time (traffic)" in part(second, AGAINST)
    assert "in cities and by 0 % elsewhere" in part(second, FOR)
    for each in (first, second):
        assert part(each, DECIDES)
        assert len(each.parts[CHANGE]) >= 3


def test_results_the_other_way_round_move_every_sentence_to_the_other_side() -> None:
    """No sentence knows which side it belongs to: that is decided by the numbers."""
    swapped = {RESPONSE: (4, 5, 6, 9), CLEAR: (1, 1, 1, 1), FINDINGS: (0, 0, 0, 0)}
    first = evidence(H1, result(place("hill", 0.2, swapped)), "en")
    assert part(first, FOR) == NOTHING
    assert "two forces do better by 2 of 4 measures" in part(first, AGAINST)


def test_evidence_is_told_in_both_languages() -> None:
    for each in HYPOTHESES.values():
        english, chinese = evidence(each, BOTH, ENGLISH), evidence(each, BOTH, CHINESE)
        assert english.title != chinese.title
        one, other = list(english.parts.values()), list(chinese.parts.values())
        assert [len(a) for a in one] == [len(b) for b in other]
        assert not {sentence for a in one for sentence in a} & {sentence for b in other for sentence in b}


def test_where_nothing_was_run_the_page_says_so_and_nothing_else() -> None:
    for each in HYPOTHESES.values():
        for found in (None, result()):
            told = evidence(each, found, "en")
            assert not told.parts
            assert "Nothing has been run for this page yet" in " ".join(told.lead)
        assert "尚未做过任何仿真" in html_page(each, None, "zh")


def test_a_quick_look_is_not_to_be_believed() -> None:
    assert "far too few worlds" in " ".join(evidence(H1, result(COUNTRY, quick=True), "en").lead)


def test_the_html_page_asks_the_network_for_nothing_and_shows_a_name_as_text() -> None:
    odd = place("<script>alert(1)</script>", 0.2, {RESPONSE: (-4, -5, -6, -9)})
    text = html_page(H1, result(odd, CITY), "en", ["A warning"])
    assert "A warning" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert "src=" not in text
    assert 'href="http' not in text


def test_what_is_stored_of_several_places_is_one_result_the_least_urban_first(tmp_path: Path) -> None:
    document = result(CITY, COUNTRY).to_json()
    assert sorted(each.name for each in put(document, tmp_path)) == [
        "professionals-harbour.json", "professionals-hill.json",
    ]  # fmt: skip
    found = kept(tmp_path)
    assert found is not None
    assert [each.name for each in found.result.places] == ["hill", "harbour"]
    assert found.stale
    pages = write(tmp_path, tmp_path)
    assert [file.name for file in pages] == ["evidence-h1.md", "evidence-h2.md"]
    assert "hill" in pages[0].read_text(encoding="utf-8")


def test_nothing_stored_is_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path) is None


@pytest.mark.parametrize("name", ["evidence-h1.md", "evidence-h2.md"])
def test_the_documents_are_those_of_what_is_stored(name: str) -> None:
    found = kept(FOLDER)
    pages = written(None if found is None else found.result)
    assert (DOCS / name).read_text(encoding="utf-8") == pages[name], "make evidence"


def test_each_assumption_is_switched_off_by_numbers_that_there_are() -> None:
    here, names = Scenario.preset("county-town"), [each.name for each in SWITCHED_OFF]
    assert len(set(names)) == len(names)
    for each in SWITCHED_OFF:
        changed = each.of(here)
        assert each.edit is not None or dict(changed.values) != dict(here.values), each.name


def test_what_is_asked_is_there() -> None:
    declared = parameters()[LEVER]
    assert all(each in OUTCOMES for each in JUDGED.split(","))
    (loads,) = [each.default for each in OPTIONS if each.name == "loads"]
    assert [declared.check(float(each)) for each in loads.split(",")] == list(LOADS)
    assert all(each in MAPS for each in (*OWN.values(), *DIVIDED.values()))
    assert set(stored_places(ProfessionalsResult)) <= {Scenario.preset(each).place for each in OWN} | {
        "county-town", "city-district", "pingdu-2021",
    }  # fmt: skip


def test_the_study_is_put_together_from_its_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule at every load, then each assumption off; the worlds themselves are made up here."""
    asked: list[str] = []

    def made_up(points: list[DesignPoint], outcomes: list[str], *_: object) -> list[Columns]:
        asked.extend(point.name for point in points)
        dice = np.random.default_rng(7)
        return [
            Columns({o: dice.uniform(1, 2, (p.replications, len(p.rules))) for o in outcomes}) for p in points
        ]

    monkeypatch.setattr(professionals_study, "run_points", made_up)
    places = (Scenario.preset("zigui-2004"), Scenario.preset("city-district"))
    found = professionals_study.run(Request(places, "jiaosuo study X", 1, True, None, {"loads": "1,3"}))
    assert [[each.rule for each in place.contrasts] for place in found.places] == [
        ["integrated", "zigui-2004"], ["integrated"],
    ]  # fmt: skip
    assert len(asked) == 2 * 2 + 2 * (1 + len(SWITCHED_OFF))
    assert ProfessionalsResult.from_json(json.loads(json.dumps(found.to_json(), allow_nan=False))) == found
    assert "far too few worlds" in page(found, "pictures")
    assert all("pictures" not in name and spec for name, spec in charts(found).items())
