"""The county once more, as objects that step themselves: what a Mesa user writes who knows no kernels.

On: where citizens are by day and night; trips on habitual ways, link by link, and the flow they make;
incidents by people and by flow, from the candidates the county itself draws; marks, trust and reporting;
desks, wrong desks and handover; shifts, business, beats and visits; sending the able officer who is there
first, two where two are wanted, diverting from lesser calls to the most urgent; skill, handling, paperwork,
patience, satisfaction.

Off, by the numbers in `ONLY`: queues and blocked lanes, deterrence, violations met, posts, complex cases and
what follows from them, recall from home, visits' trust, training. A rule with a reserve is refused.
"""

from tests.twins.plain_mesa.county import ONLY, PlainCounty, small_county

__all__ = ["ONLY", "PlainCounty", "small_county"]
