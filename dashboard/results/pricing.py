"""The cost in yuan a day as the verdict shows it: prices that can be moved, what each part adds, the sum."""

from __future__ import annotations

from collections.abc import Mapping

from jiaosuo.dashboard.results.verdict import JUDGED, prices_of
from jiaosuo.experiments.comparison.priced import DECLARED
from jiaosuo.experiments.comparison.priced_result import PricedTotal
from jiaosuo.experiments.comparison.priced_words import (
    PRICES_NOTE,
    PricedRow,
    priced_rows,
    priced_sentences,
    title_of,
    yuan,
)
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.priced import PARTS, PricedPart

FACTORS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""A slider's stops, in multiples of the declared price: nobody knows a price more finely."""

PRICE_UNITS = (
    N_("yuan/h"), N_("yuan/vehicle-h"), N_("yuan/death"), N_("yuan/case"), N_("yuan/day"), N_("cases"),
)  # fmt: skip

PRICE_MEANINGS = (
    N_("Price of an hour that the people of one call wait for the police"),
    N_("Price of an hour that the people of one call are held after the police have come"),
    N_("Price of an hour that a vehicle is delayed, with those who sit in it"),
    N_("Price of an officer's hour on calls and their paperwork, which is free for other work otherwise"),
    N_("Price of an hour of overtime, beside that of the work done in it"),
    N_("Value of a statistical life: what people would pay for one expected death less"),
    N_("Worth of one more order case cleared up, which is taken from the cost"),
)
"""What the declarations say of themselves, marked for the catalogue (a test holds them together)."""


def panel(
    result: ComparisonResult | None, place: str, moved: Mapping[str, float], language: str
) -> JsonObject:
    """All of it as plain data; before the verdict only the prices."""
    _ = speaker(language)
    rule = "" if result is None else result.rules[1]
    found = None if result is None or result.priced is None else result.priced
    total = None if found is None else found.rules.get(rule)
    rows = {} if found is None else {row.name: row for row in priced_rows(found, rule, language)}
    prices = prices_of(place, moved)
    names = ("", "") if result is None else (result.rules[0], rule)
    return {
        "parts": [
            _slider(each, prices[each.price], language) | _amount(each.outcome, rows, total, language)
            for each in PARTS
        ],
        "sums": [
            {"title": rows[name].title} | _amount(name, rows, total, language)
            for name in ("total", "told")
            if name in rows
        ],
        "sentences": [] if found is None else priced_sentences(found, rule, names, language),
        "note": _(PRICES_NOTE),
        "moved": bool(moved),
    }


def _slider(part: PricedPart, price: float, language: str) -> JsonObject:
    """A price as a slider of a few stops, with its declared meaning and source."""
    _, declared = speaker(language), DECLARED[part.price]
    stops = sorted({min(declared.high, declared.default * factor) for factor in FACTORS} | {price})
    unit = _(declared.unit)
    return {
        "name": part.price,
        "title": title_of(part.outcome, language),
        "meaning": _("{title} ({unit})", title=_(declared.meaning), unit=declared.source),
        "at": stops.index(price),
        "stops": [{"price": each, "text": f"{yuan(each)} {unit}"} for each in stops],
    }


def _amount(name: str, rows: Mapping[str, PricedRow], total: PricedTotal | None, language: str) -> JsonObject:
    """What a part or a sum adds, as text and as the ends of a bar."""
    if total is None or name not in rows:
        return {"text": "", "quantity": "", "sign": "", "judged": "", "mean": None, "low": None, "high": None}
    row, change = rows[name], _change(name, total)
    low, high = change.span
    return {
        "text": row.yuan,
        "quantity": row.quantity,
        "sign": row.sign,
        "judged": speaker(language)(JUDGED[row.sign]),
        "mean": change.mean,
        "low": low,
        "high": high,
    }


def _change(name: str, total: PricedTotal) -> Estimate:
    if name == "total":
        return total.total
    if name == "told" and total.told is not None:
        return total.told
    return total.parts[name].yuan
