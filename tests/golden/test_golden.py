"""The golden county is where it was; what moved is named, with the versions of then and now."""

import copy

import pytest

from tests.golden.remake import RULES, kept, moved, told


@pytest.fixture(scope="module")
def before():
    return kept()


def test_the_golden_county_is_where_it_was(before):
    lines = moved(before, told())
    assert not lines, "\n".join([*lines, "if this is meant: python -m tests.golden.remake"])


def test_something_happens_in_it(before):
    for rule in RULES:
        outcomes = before["runs"][rule]["outcomes"]
        assert outcomes["calls_total"][0] > 20
        assert outcomes["response_mean"][1] > 10
    means = {before["runs"][rule]["outcomes"]["response_mean"][0] for rule in ("separate", "integrated")}
    assert len(means) == 2
    outcomes = [str(before["runs"][rule]["outcomes"]) for rule in RULES]
    assert len(set(outcomes)) == len(RULES)
    assert len({before["runs"][rule]["world"] for rule in RULES}) == 1


@pytest.mark.parametrize(
    ("value", "n", "named"),
    [(1 + 1e-5, 0, True), (1 + 1e-12, 0, False), (1, 1, True), (None, 0, True)],
)
def test_what_moved_is_named_and_rounding_is_not(before, value, n, named):
    now = copy.deepcopy(before)
    now["made_with"]["numpy"] = "99.0"
    outcome = now["runs"]["separate"]["outcomes"]["response_mean"]
    outcome[0] = None if value is None else outcome[0] * value
    outcome[1] += n
    lines = moved(before, now)
    assert bool(lines) == named
    if named:
        assert lines[0].startswith("separate, response_mean: ")
        assert "99.0" in lines[-1]
        assert len(lines) == 2
