"""From rows of replications to sentences: numbers made by hand, so that every word can be checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import outcomes
from jiaosuo.dashboard.choice.comparison import Comparison, Side
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import WORLDS, Session
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.page import panel_data, report, verdict_data
from jiaosuo.dashboard.results import pricing, queueing_theory, verdict, weighing
from jiaosuo.dashboard.results.curve_chart import curve_chart
from jiaosuo.dashboard.results.path_of_years import years
from jiaosuo.dashboard.results.proof import proof
from jiaosuo.dashboard.results.queueing_loads import Pool, Pools
from jiaosuo.experiments.comparison.priced import DECLARED
from jiaosuo.experiments.comparison.priced_words import yuan
from jiaosuo.model.core.words import CHINESE
from jiaosuo.model.outcomes import OUTCOMES

TEN = [float(number) for number in range(10)]


def rows(**changed):
    """Ten worlds in which every outcome is the same on both sides, but for what is given."""
    same = {name: [[1.0 + x / 10 for x in TEN], [1.0 + x / 10 for x in TEN]] for name in OUTCOMES}
    return same | changed


def comparison(left="separate", right="integrated", **more):
    return Comparison("zigui-2004", 1, 7.0, 25, Side(rule=left), Side(rule=right, **more))


def told(language="en", weights=None, **changed):
    return verdict.result_of(rows(**changed), comparison(), weights or {}, language)


SOONER = {"response_mean": [[20.0 + x % 2 for x in TEN], [15.0 + (x + 1) % 2 for x in TEN]]}


def test_the_headline_tells_minutes_deaths_and_officer_hours():
    said = verdict.headline(told(**SOONER), "en")
    assert "integrated instead of separate" in said
    assert "answered 5.0 min sooner" in said
    assert "deaths are not distinguishable" in said
    assert "overtime of officers is not distinguishable" in said


def test_the_sentence_of_an_outcome_names_size_base_and_interval():
    said = verdict.focus_sentence(told(**SOONER), "response_mean", "en")
    assert "5.0 min less with integrated than with separate, where it is 20.5 min" in said
    assert "10 worlds" in said


def test_a_difference_that_could_be_chance_is_not_distinguishable():
    noisy = {"response_mean": [[10.0, 30.0] * 5, [30.0, 11.0] * 5]}
    said = verdict.focus_sentence(told(**noisy), "response_mean", "en")
    assert "not distinguishable" in said


def test_the_table_judges_all_its_lines_at_once():
    """What alone would be significant (p 0.03) is not so among twenty lines; what is plain stays so."""
    weak = [[0.0, 1.0] * 5, [1.6, 0.2, 1.6, 2.2, -0.1, 1.9, 1.0, 0.7, 0.4, 2.4]]
    plain = [[30.0 + x % 2 for x in TEN], [15.0 + (x + 1) % 2 for x in TEN]]
    found = told(clear_mean_traffic_rural=weak, response_mean_traffic_rural=plain)
    assert "more with integrated" in verdict.focus_sentence(found, "clear_mean_traffic_rural", "en")
    signs = {row.name: row.sign for row in verdict.table(found, "en")}
    assert signs["clear_mean_traffic_rural"] == "≈"
    assert signs["response_mean_traffic_rural"] == "✓"
    assert signs["expected_deaths"] == "="


def test_the_same_in_every_world_is_called_the_same():
    assert "exactly the same" in verdict.focus_sentence(told(), "expected_deaths", "en")


def test_nothing_observed_is_said_so():
    missing = {"expected_deaths": [[None] * 10, [None] * 10]}
    assert "not observed" in verdict.focus_sentence(told(**missing), "expected_deaths", "en")


def test_weights_turn_the_verdict():
    """Sooner but less often right: which counts is a choice."""
    mixed = SOONER | {"first_time_right": [[0.8 + x / 1000 for x in TEN], [0.6 + x / 1100 for x in TEN]]}
    soon = weighing.weighing(told(weights={"response_mean": 1.0}, **mixed), {"response_mean": 1.0}, "en")
    right = weighing.weighing(
        told(weights={"first_time_right": 1.0}, **mixed), {"first_time_right": 1.0}, "en"
    )
    assert "integrated is better" in soon.sentence
    assert "separate is better" in right.sentence


def test_the_shares_of_all_weights_add_up():
    mixed = SOONER | {"first_time_right": [[0.8 + x / 1000 for x in TEN], [0.6 + x / 1100 for x in TEN]]}
    shares = weighing.weighing(told(**mixed), {}, "en").shares
    assert sum(each.share for each in shares) == pytest.approx(1)
    assert all(each.share > 0.05 for each in shares)


HALF_A_DEATH = {"expected_deaths": [[1.0 + x % 2 for x in TEN], [0.5 + x % 2 for x in TEN]]}


def test_prices_move_the_cost_without_another_run():
    """Half a death less in seven days, at 7 million and at none."""
    for price, words in ((7e6, "integrated costs 500,000 a day less"), (0.0, "integrated costs 0 a day")):
        found = verdict.result_of(rows(**HALF_A_DEATH), comparison(), {}, "en", (), {"price_death": price})
        sentences = pricing.panel(found, "zigui-2004", {"price_death": price}, "en")["sentences"]
        assert (words in sentences[0]) == (price > 0)
        said = verdict.focus_sentence(found, "yuan_a_day", "en")
        assert ("500000 yuan/day less" in said) == (price > 0)
        assert ("exactly the same" in said) == (price == 0)


def test_each_price_is_a_slider_that_says_its_value_and_its_source():
    shown = pricing.panel(None, "zigui-2004", {"price_death": 1_234_567.0}, "en")
    for part in shown["parts"]:
        stop = part["stops"][part["at"]]
        assert stop["text"].startswith(yuan(stop["price"]))
        assert part["meaning"].endswith(")")
    (death,) = [part for part in shown["parts"] if part["name"] == "price_death"]
    assert death["stops"][death["at"]] == {"price": 1_234_567.0, "text": "1,230,000 yuan/death"}
    assert shown["sums"] == shown["sentences"] == []


def test_the_marked_meanings_and_units_are_those_of_the_declarations():
    assert [each.meaning for each in DECLARED.values()] == list(pricing.PRICE_MEANINGS)
    assert {each.unit for each in DECLARED.values()} <= set(pricing.PRICE_UNITS)


def test_the_table_judges_each_outcome_by_its_own_direction():
    more = {"community_visits": [[10.0 + x % 2 for x in TEN], [20.0 + x % 2 for x in TEN]]}
    lines = {row.name: row for row in verdict.table(told(**more, **SOONER), "en")}
    assert lines["community_visits"].sign == "✓"
    assert lines["expected_deaths"].sign == "="


def test_no_verdict_before_the_last_world():
    session = Session(link.read("story=zigui")[0])
    shown = verdict_data.verdict_panel(
        session, Replications(done=WORLDS - 1, wanted=WORLDS, rows=rows()), None
    )
    assert not shown["ready"]
    assert not shown["headline"]
    assert f"{WORLDS - 1} of {WORLDS}" in shown["progress"]


def test_a_chinese_reader_reads_chinese():
    for said in (
        verdict.headline(told(CHINESE, **SOONER), CHINESE),
        verdict.focus_sentence(told(CHINESE, **SOONER), "response_mean", CHINESE),
    ):
        assert "整体合一" in said
        assert not any(word in said for word in ("than", "with", "sooner", "min"))


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_every_outcome_of_the_menu_has_a_name_a_unit_and_a_better_way(language):
    for each in outcomes.menu(language):
        assert each.label
        assert each.better in ("less", "more")


def test_sides_are_told_apart_by_what_differs():
    assert side_names(comparison(), "en") == ("separate", "integrated")
    assert side_names(comparison("separate", "separate", staffing="historic"), "en") == (
        "separate, workload",
        "separate, historic",
    )
    shared = comparison("separate", "separate", values=(("data_sharing", 1.0),))
    assert side_names(shared, "en") == ("separate, as the place is", "separate, Data sharing 100 %")
    assert len(set(side_names(comparison("separate", "separate"), "en"))) == 2


def test_the_report_stands_alone_and_holds_seed_versions_and_names_as_text():
    session = Session(link.read("story=zigui")[0])
    session.result = told(**SOONER)
    page = report.content_of(session, "report").decode()
    assert "http://" not in page.split("<script")[0]
    for piece in ("Seed", "numpy", "jiaosuo dashboard --open", "integrated"):
        assert piece in page
    maps = page.partition("<h2>The place</h2>")[2].partition("</section>")[0]
    assert maps.count("<figure>") == 2, "a map of the place under each rule"
    for name, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        assert report.content_of(session, name).startswith(start)


AT = [0.1, 0.5, 0.9]
CURVE = {
    "state": "ready", "n": 96, "of": 256, "coverage": 0.95, "held_out": 200, "note": "",
    "outcome": {"name": "within_standard", "label": "In standard", "unit": "%", "better": "more"},
    "rules": [
        {"name": "separate", "label": "separate", "side": "left"},
        {"name": "integrated", "label": "integrated", "side": "right"},
        {"name": "stationed", "label": "stationed", "side": ""},
    ],
    "levers": {
        "urbanization": {
            "at": AT,
            **{part: {rule: [x / 2 for x in AT] for rule in ("separate", "integrated", "stationed")}
               for part in ("mean", "low", "high")},
            "difference": None, "crossing": {"at": 0.33, "low": 0.2, "high": 0.5},
            "sentence": "Up to 33 % one unit is better.",
        }
    },
    "plane": None,
}  # fmt: skip


def test_the_report_has_the_curve_with_its_crossing_its_sentence_and_its_worlds():
    session = Session(link.read("story=zigui")[0])
    session.result, session.curve = told(**SOONER), CURVE
    spec = curve_chart(CURVE, "urbanization", session.choice)
    about = " ".join(spec["title"]["subtitle"])
    for piece in ("96 worlds", "separate, integrated.", "Up to 33 % one unit is better.", "jiaosuo"):
        assert piece in about
    rows = [row for rows in spec["datasets"].values() for row in rows] if "datasets" in spec else []
    rows = rows or [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    assert {row["rule"] for row in rows if "rule" in row} == {"separate", "integrated"}
    assert {(row["x"], row["mean"]) for row in rows if "rule" in row} >= {(10.0, 5.0), (50.0, 25.0)}
    assert any(row.get("at") == pytest.approx(33) for row in rows)
    page = report.content_of(session, "report").decode()
    assert 'id="chart-curve-urbanization"' in page
    assert "<figcaption>Up to 33 % one unit is better.</figcaption>" in page


@pytest.mark.parametrize("curve", [None, CURVE | {"state": "making"}])
def test_a_report_without_a_curve_has_none(curve):
    session = Session(link.read("story=zigui")[0])
    session.result, session.curve = told(**SOONER), curve
    assert "chart-curve" not in report.content_of(session, "report").decode()


def test_the_brief_is_handed_over_too():
    session = Session(link.read("story=zigui&lang=zh")[0])
    session.result = told(CHINESE, **SOONER)
    page = report.content_of(session, "brief").decode()
    assert "哪些因素会改变结论" in page
    assert "jiaosuo dashboard --open" in page


def test_a_saved_chart_cites_place_world_time_and_program():
    place, when, source = panel_data.cite(link.read("story=zigui")[0])
    assert "seed" in place
    assert "20" in place
    assert "long run" in when
    assert "jiaosuo" in source


def test_no_file_is_made_before_the_verdict():
    session = Session(link.read("story=zigui")[0])
    report.make(session, "report")
    assert session.errors["take"]
    assert session.file is None


def test_theory_agrees_with_erlang_by_hand():
    """Two servers, one erlang: a third of the callers wait, and for a third of a service time on average."""
    said = queueing_theory.predicted(Pool(arrivals=0.1, minutes=10.0, free=2.0))
    assert said.waits == pytest.approx(1 / 3)
    assert said.wait == pytest.approx(10 / 3)


def test_pooling_breaks_even_where_both_waits_are_equal():
    pool = Pool(arrivals=0.1, minutes=10.0, free=2.0)
    both = Pool(arrivals=0.2, minutes=10.0, free=4.0)
    even = queueing_theory.break_even(Pools(traffic=pool, other=pool, one=both))
    slower = replace(both, minutes=10.0 / (1 - even))
    assert queueing_theory.predicted(slower).wait == pytest.approx(10 / 3, rel=1e-6)


def test_the_theory_panel_says_where_it_does_not_apply():
    pool = Pool(arrivals=0.01, minutes=30.0, free=5.0)
    panel = queueing_theory.panel(
        Pools(traffic=pool, other=pool, one=replace(pool, free=10.0)), comparison(), "en"
    )
    assert "does not apply" in panel.notes[0]
    assert "drive" in panel.lead[0]


def test_the_years_of_fujian_split_the_towns_alone():
    choice = link.read("story=fujian")[0]
    told_of = {each.year: each for each in years(choice.comparison, "en")}
    assert told_of[2003].town == told_of[2003].village == "separate"
    assert (told_of[2004].town, told_of[2004].village) == ("patrol merged", "station led")
    assert (told_of[2015].town, told_of[2015].village) == ("separate", "station led")
    assert told_of[2015].end == 14 * choice.comparison.days * 1_440
    assert years(link.read("story=zigui")[0].comparison, "en") == ()


def test_the_short_verdict_names_the_rules_and_says_which_is_better():
    said = verdict.short(told(**SOONER), "response_mean", "en")
    assert said.text == "5.0 min less with integrated than with separate"
    assert said.better == "right"
    low, high = (float(each.replace("−", "-")) for each in said.interval.strip("[]").split(","))
    assert low < -5 < high < 0
    noisy = {"response_mean": [[10.0, 30.0] * 5, [30.0, 11.0] * 5]}
    unsure = verdict.short(told(**noisy), "response_mean", "en")
    assert (unsure.text, unsure.better) == ("separate and integrated cannot be told apart", "")
    assert "exactly the same" in verdict.short(told(), "expected_deaths", "en").text
    missing = {"expected_deaths": [[None] * 10, [None] * 10]}
    assert "not observed" in verdict.short(told(**missing), "expected_deaths", "en").text
    chinese = verdict.short(told(CHINESE, **SOONER), "response_mean", CHINESE)
    assert chinese.text.startswith("整体合一比分设少5.0")


def test_the_proof_settles_world_by_world_and_leaves_out_what_was_not_observed():
    left, right = [20.0, None, 22.0, 24.0], [15.0, 9.0, 18.0, float("nan")]
    found = proof(Replications(done=4, wanted=20, rows={"response_mean": [left, right]}), "response_mean")
    assert found is not None
    assert (found.n, found.of) == (2, 20)
    assert found.worlds == ((20.0, 15.0), (22.0, 18.0))
    assert found.difference.mean == -4.5
    half = 0.5 * 12.706  # the t quantile with one degree of freedom times the standard error of -5 and -4
    assert found.difference.low == pytest.approx(-4.5 - half, abs=0.01)
    one = proof(Replications(done=1, wanted=20, rows={"response_mean": [[20.0], [15.0]]}), "response_mean")
    assert one is not None
    assert (one.left.mean, one.left.low) == (20.0, None)
    assert proof(Replications(done=0, wanted=20), "response_mean") is None
