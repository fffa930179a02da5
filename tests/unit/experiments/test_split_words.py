"""A run says which staffing it used, and what that made of the corps in a table of townships."""

from jiaosuo.experiments.runs import single
from jiaosuo.model import Scenario


def test_where_the_table_stands_nothing_is_said():
    assert single.split_words(Scenario.preset("zigui-2004")) == ""


def test_a_generated_county_has_no_table():
    assert single.split_words(Scenario.preset("county-town")) == ""


def test_a_new_split_is_told_with_its_numbers():
    said = single.split_words(Scenario.preset("zigui-2004", staffing="workload"))
    assert said == (
        "The force is not split as townships.csv has it: traffic 28 in the table, 30 here; "
        "station 99 in the table, 97 here (--staffing historic leaves it)."
    )


def test_the_table_of_a_run_names_its_staffing(capsys):
    place = Scenario.preset("zigui-2004", people_per_agent=25, staffing="workload")
    single.show(single.run(place, 0.02), as_json=False, trace=None)
    said = " ".join(capsys.readouterr().out.split())
    assert "seed 0, workload staffing" in said
    assert "The force is not split as townships.csv has it" in said
