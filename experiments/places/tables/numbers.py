"""Numbers as people write them: 86,500 and 86 500, 8.65万, 182,4, full-width digits, a unit behind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.places.tables.headings import synonyms

POINT = r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?"
COMMA_THOUSANDS = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
COMMA = r"[+-]?\d+,\d+"
POINT_THOUSANDS = r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?"
TIMES = {"亿": 100_000_000, "百万": 1_000_000, "万": 10_000, "千": 1_000}

AMBIGUOUS = "it may be {0} or {1}; write thousands without a sign, or say the decimals with a point"


class Unreadable(ValueError):
    """A cell that is no number; the text says why, as far as it is known."""


def shown(text: str) -> str:
    """A cell's text in plain digits and signs, spaces between thousands taken out."""
    normal = unicodedata.normalize("NFKC", text).strip().casefold().replace("−", "-").replace("’", "'")
    return re.sub(r"(?<=\d)[\s'](?=\d{3}(?!\d))", "", normal)


def decimal_comma(cells: Iterable[tuple[str, bool]]) -> tuple[bool, str]:
    """Whether a table parts decimals by commas; `cells`: texts, and whether their column is of whole numbers.

    The text is one whose point was taken to part decimals though nothing else in the table tells, such as
    110.600; else it is empty. Raises Unreadable with the text where both signs part decimals, or nothing
    tells which does.
    """
    seen: dict[str, str] = {}
    for text, whole in cells:
        plain_count = whole and not any(word in text for word in (*TIMES, "thousand", "million"))
        seen.setdefault(_habit(_digits(shown(text)), plain_count), text)
    if "comma" in seen and "point" in seen:
        raise Unreadable(
            f"decimals are parted by a comma in {seen['comma']!r} and by a point in {seen['point']!r}"
        )
    for decimals, against in (("point", "whole.000"), ("comma", "whole,000")):
        if decimals in seen and against in seen:
            raise Unreadable(_unclear(seen[against]))
    if "point" in seen or "comma" in seen:
        return "comma" in seen, ""
    if "whole,000" in seen and "whole.000" in seen:
        raise Unreadable(f"thousands are parted in two ways: {seen['whole,000']!r}, {seen['whole.000']!r}")
    unclear = ".000" if "whole.000" in seen else ",000" if "whole,000" not in seen else ""
    if unclear and unclear in seen:
        raise Unreadable(_unclear(seen[unclear]))
    return "whole.000" in seen, seen.get(".000", "")


def _unclear(text: str) -> str:
    return AMBIGUOUS.format(re.sub("[,.]", "", text), text.replace(",", "."))


def _habit(digits: str, whole: bool) -> str:
    """What a number tells of its writer: which sign parts decimals or, in whole numbers, thousands."""
    at_head = not re.match(r"[+-]?0", digits)
    if re.fullmatch(COMMA_THOUSANDS, digits) and at_head:
        return "point" if "." in digits or digits.count(",") > 1 else "whole,000" if whole else ",000"
    if re.fullmatch(POINT_THOUSANDS, digits) and at_head:
        return "comma" if "," in digits or digits.count(".") > 1 else "whole.000" if whole else ".000"
    return "comma" if re.fullmatch(COMMA, digits) else "point" if "." in digits else ""


def _digits(text: str) -> str:
    """The number at the head of a text."""
    found = re.match(r"[+-]?[\d.,]+(?:e[+-]?\d{1,2}(?![a-z]))?", text)
    return found[0] if found else ""


def read_number(text: str, kind: str, factor: Fraction, comma: bool) -> tuple[Fraction, bool]:
    """A cell as an exact number in the unit of its column, and whether the cell says a multiple itself (万).

    `kind` says which units may stand behind it, `factor` what the heading's unit is worth where the cell says
    none, `comma` that commas part decimals. Raises Unreadable.
    """
    normal = shown(text)
    digits = _digits(normal)
    rest = plain(normal[len(digits) :].strip())
    if not digits:
        raise Unreadable("")
    value = _value(digits, comma)
    units = synonyms().units.get(kind, {})
    if not rest:
        return value * factor, False
    if rest in units:
        return value * units[rest], units[rest] > 1
    for word, times in TIMES.items():
        unit = rest.removeprefix(word)
        if unit != rest and (not unit or unit in units):
            return value * times * units.get(unit, Fraction(1)), True
    raise Unreadable("")


def _value(digits: str, comma: bool) -> Fraction:
    thousands, decimal = (POINT_THOUSANDS, COMMA) if comma else (COMMA_THOUSANDS, POINT)
    if re.fullmatch(thousands, digits) and not (comma and re.fullmatch(r"[+-]?0\.\d+", digits)):
        digits = digits.replace("." if comma else ",", "")
    elif not re.fullmatch(decimal, digits) and not re.fullmatch(r"[+-]?\d+(?:e[+-]?\d{1,2})?", digits):
        raise Unreadable("")
    return Fraction(digits.replace(",", "."))
