"""Response standards: how soon somebody should be there. They judge calls and change no event."""

from jiaosuo.model.core.parameter import Parameter

STANDARDS = (
    Parameter(
        "standard_urban_minutes",
        5,
        1,
        60,
        "min",
        "Standard of response in built-up cells: a call is in time if somebody who may lead is there by then",
        "F: e-gov.org.cn/article-76219",
    ),
    Parameter(
        "standard_rural_minutes",
        15,
        1,
        120,
        "min",
        "Standard of response elsewhere",
        "F: e-gov.org.cn/article-76219",
    ),
)
