"""Counties for the laws: small, quick, and one with everything but the queue switched off."""

from dataclasses import replace

from jiaosuo.model import County, Scenario
from jiaosuo.model.rules import RULES

SMALL = {"people_per_agent": 25}
SCARCE = SMALL | {
    "on_duty_share": 0.12,
    "vehicles_per_1000": 300,
    "dispute_rate_rural": 60,
    "theft_rate_rural": 40,
}
"""Few on duty and many calls: queues form, so that the order of calls matters."""


def county(rule, days=2, seed=3, **values):
    """Zigui under a rule (name or value), small."""
    return County(Scenario.preset("zigui-2004", rule=rule, seed=seed, **(SMALL | values))).run_days(days)


def changed(rule, **answers):
    """A rule of the shelf with some answers changed."""
    return replace(RULES[rule], **answers)


def queue(servers, load_per_server, seed, days=20):
    """An M/M/c county: `servers` officers, each offered `load_per_server` erlangs of jobs of a minute."""
    values = {
        "officers_traffic": 0,
        "officers_station": servers,
        "calls_per_hour_traffic": 0,
        "calls_per_hour_order": 60 * load_per_server * max(servers, 1),
        "handling_minutes": 1,
        "warmup_days": 0,
    }
    return County(Scenario.preset("theory-bench", seed=seed, **values)).run_days(days)
