"""A lesson plays in another county than the one it is written for, where that county can have its scenes."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.openings import opening, scene_comparison
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import LESSONS, elsewhere, moves, progress
from jiaosuo.dashboard.lessons.asking import ask_broker, nothing_known
from jiaosuo.dashboard.lessons.command import run
from jiaosuo.dashboard.lessons.panel import panel
from jiaosuo.dashboard.rooms import teaching
from jiaosuo.experiments.places.named import opened_beside
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import CHINESE, ENGLISH
from tests.dashboard.alone import Alone

TABLE = """\
name,population,area_km2,x_km,y_km,officers_traffic,officers_station
South Gate,62300,150,20,18,10,20
East Bridge,31450,201,36,20,5,15
North Slope,12080,288,22,37,0,10
"""

POOLING = "why-pooling-helps"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A county of one's own, by the name under which the page opens it."""
    place = tmp_path_factory.mktemp("at") / "mine"
    place.mkdir()
    (place / "scenario.toml").write_text('title = "Mine"\ntownships_csv = true\n', encoding="utf-8")
    (place / "townships.csv").write_text(TABLE, encoding="utf-8")
    with opened_beside(str(place)) as name:
        yield places.opened(name)


def in_lesson(address: str, language: str = ENGLISH) -> Session:
    return Session(moves.opened(opening("zigui-2004", language), address))


def offered(name: str) -> list[str]:
    return [each.name for each in elsewhere.counties(LESSONS[name], ENGLISH)]


def test_the_scenes_of_its_own_place_move_and_those_of_a_further_place_stay():
    lesson = elsewhere.laid_out("two-hypotheses", "pingdu-2021")
    assert [scene.place for scene in lesson.scenes] == ["pingdu-2021", "pingdu-2021", "city-district"]
    assert scene_comparison(lesson.scenes[0]).left.values == (("urbanization", 0.1),)
    assert elsewhere.laid_out("two-hypotheses", "") is LESSONS["two-hypotheses"]
    assert elsewhere.laid_out("two-hypotheses", "county-town") is LESSONS["two-hypotheses"]


def test_officers_of_a_scene_are_a_share_of_those_that_its_place_has():
    city = scene_comparison(LESSONS["the-empty-junction"].scene("short"))
    assert dict(city.left.values) == {
        "officers_traffic": 110.0,
        "officers_station": 120.0,
        "officers_patrol": 50.0,
    }
    few = elsewhere.laid_out(POOLING, "pingdu-2021").scene("scarce")
    # a fifth of 140 and of 356
    assert dict(scene_comparison(few).left.values) == {"officers_traffic": 28.0, "officers_station": 71.0}


def test_ones_own_county_is_offered_and_shipped_ones_that_can_have_it(own):
    assert offered(POOLING)[:2] == ["county-town", own]
    assert "zigui-2004" in offered(POOLING)
    assert not [each for each in offered(POOLING) if each.startswith("theory")]


def test_no_place_is_offered_where_a_scene_cannot_be(own):
    assert "city-district" not in offered("two-hypotheses"), "its land cannot have 10 % of people in town"
    assert offered("fujian-thirteen-years") == ["fujian-2002-2015"], "years of that place alone"
    assert offered("why-zigui-merged") == ["zigui-2004"], "its map names the townships of Zigui"
    with pytest.raises(InputError, match="urbanization"):
        elsewhere.laid_out("two-hypotheses", "city-district")
    with pytest.raises(InputError, match="years of its own place"):
        elsewhere.laid_out("fujian-thirteen-years", own)


def test_who_looks_at_their_own_county_is_taught_in_it_where_it_can_have_the_lesson(own):
    at_home = moves.opened(opening(own), POOLING)
    assert at_home.comparison.place == own
    assert at_home.lesson.address == f"{POOLING}:{own}"
    assert moves.opened(opening(own), "why-zigui-merged").comparison.place == "zigui-2004"
    assert moves.opened(opening("pingdu-2021"), POOLING).comparison.place == "county-town"


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_the_panel_says_whose_worlds_they_are_and_offers_counties_at_the_situation_alone(own, language):
    session = in_lesson(f"{POOLING}:{own}", language)
    shown = panel(session, nothing_known(LESSONS[POOLING])).to_json()
    assert shown["county"] == own
    assert {"name": own, "title": "Mine"} in shown["counties"]
    home = places.describe_place("county-town", language).title
    assert "Mine" in shown["whose"]
    assert home in shown["whose"]
    moves.go(session, {"step": 1})
    shown = panel(session, nothing_known(LESSONS[POOLING])).to_json()
    assert shown["counties"] == []
    assert "Mine" in shown["whose"]
    assert panel(in_lesson(POOLING, language), None).to_json()["whose"] == ""


def test_another_county_begins_the_lesson_again_and_asks_again(own):
    session = in_lesson(POOLING)
    moves.go(session, {"step": 1})
    choice = LESSONS[POOLING].steps[1].choices[0].id
    moves.predict(session, {"choice": choice})
    assert not session.hiding
    moves.play_in(session, own)
    assert session.lesson == progress.at(f"{POOLING}:{own}")
    assert session.lesson.predictions == {}
    assert session.hiding, "what came out is hidden again until something is expected of this county"
    assert session.choice.comparison.place == own
    moves.play_in(session, "county-town")
    assert session.lesson.address == POOLING


@pytest.mark.parametrize("county", ["nowhere", "city-district", "", None, 3, "a:b", "gone@0000"])
def test_a_county_that_cannot_be_is_a_sentence_and_nothing_moves(county):
    session = in_lesson("two-hypotheses")
    before = session.choice
    moves.play_in(session, county)
    if county != "":
        assert session.errors["lesson"]
    assert session.choice.comparison.place == before.comparison.place


def test_a_link_and_a_room_bring_the_lesson_in_the_same_county(own):
    choice = moves.at_place(opening("zigui-2004"), progress.at(f"{POOLING}:{own}", 1))
    again, notes = link.read(link.query(choice))
    assert not notes
    assert again == choice
    address, step = teaching.check(choice.lesson.address, 1)
    trainee = Session(opening("zigui-2004"))
    teaching.follow(trainee, (address, step))
    assert trainee.choice.comparison == choice.comparison
    assert teaching.question(address, step, ENGLISH) == LESSONS[POOLING].steps[1].question
    assert "step 2" in teaching.where(f"{address}:1", ENGLISH)


def test_a_link_to_a_county_that_is_not_here_says_so():
    choice, notes = link.read(f"lesson={POOLING}:gone@00000000")
    assert choice.lesson is None
    assert notes


def test_what_came_out_is_of_that_county(own, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    broker = Alone(tmp_path)
    found = ask_broker(broker, elsewhere.laid_out("what-you-value-decides", own), 2)
    home = ask_broker(broker, LESSONS["what-you-value-decides"], 2)
    assert found.complete
    assert found.rows["county"] != home.rows["county"]


def test_a_place_without_a_lesson_is_refused(own):
    with pytest.raises(InputError, match="must come with a lesson"):
        run(None, None, "en", 1, county=own)
