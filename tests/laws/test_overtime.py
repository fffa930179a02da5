"""How long officers serve: the assumption on which there is no fatigue (docs/decisions, 95)."""

from jiaosuo.model import County, Scenario


def test_time_beyond_a_shift_is_too_little_for_fatigue_to_act_on():
    """Other work ends with the shift; calls that outlast it are well below a hundredth of time on duty."""
    county = County(Scenario.preset("zigui-2004", people_per_agent=25, seed=3)).run_days(3)
    evidence = county.evidence()
    on_duty = evidence.duty_minutes[:, 1:].sum()
    assert 0 < evidence.officers["overtime"].sum() < 0.01 * on_duty
