"""The three times after a change of rule, in words."""

from __future__ import annotations

from collections.abc import Mapping

from jiaosuo.model.core.words import N_

NAMES: Mapping[str, str] = {
    "change": N_("first weeks"),
    "quarter": N_("third month"),
    "long-run": N_("long run"),
}
"""What each time is called, in the order in which they come."""

SENTENCES: Mapping[str, str] = {
    "change": N_("This is the first weeks of a change: skill and deterrence are those of the rule before."),
    "quarter": N_("This is the third month of a change: skill and deterrence are on their way."),
    "long-run": N_("This is the long run: each rule has the skill and the deterrence that it gives itself."),
}
