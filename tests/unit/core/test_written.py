"""Bounds are told as people write numbers: no powers of ten, thousands set apart, years as they are."""

import re

import pytest

from jiaosuo.experiments.catalogue.parameters_page import page
from jiaosuo.experiments.catalogue.template import scenario_text
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.written import written
from jiaosuo.model.scenario import all_parameters
from jiaosuo.model.township import COLUMNS
from jiaosuo.model.years import YEAR


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5_000_000, "5,000,000"),
        (5e6, "5,000,000"),
        (1e16, "10,000,000,000,000,000"),
        (0.25, "0.25"),
        (0.00001, "0.00001"),
        (-5, "-5"),
        (0.0, "0"),
        (1234.5, "1,234.5"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_number_is_written_out(value, text):
    assert written(value) == text


def test_a_bound_is_told_so_in_both_languages():
    with pytest.raises(InputError, match=r"from 1 to 5,000,000 \(people\)") as refused:
        COLUMNS["population"].check(0)
    assert "1 至 5,000,000 的整数（人）" in told(refused.value, "zh")


def test_a_year_has_no_comma():
    assert YEAR.allowed == "a whole number from 0 to 2200 (year)"


def test_no_declaration_and_no_page_has_a_power_of_ten():
    power = re.compile(r"\d[eE][+-]\d")
    assert not [each.name for each in all_parameters().values() if power.search(each.allowed)]
    assert not power.search(page())
    assert not power.search(scenario_text(True, "en"))
    assert not power.search(scenario_text(True, "zh_CN"))
