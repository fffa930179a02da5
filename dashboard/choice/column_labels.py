"""What the columns of a table of townships are called on the page: short, for headings and lists."""

from __future__ import annotations

from jiaosuo.model.core.words import N_, translate

LABELS = {
    "name": N_("name of the township"), "population": N_("People"), "area_km2": N_("Area (km2)"),
    "x_km": N_("km east"), "y_km": N_("km north"), "trunk_km": N_("Trunk roads (km)"),
    "county_km": N_("County roads (km)"), "village_km": N_("Village roads (km)"),
    "officers_traffic": N_("Traffic officers"), "officers_station": N_("Station officers"),
    "officers_patrol": N_("Patrol officers"), "auxiliaries": N_("Auxiliaries"),
    "stations": N_("Police stations"), "town_weight": N_("Size of its town"),
    "squadron": N_("its traffic squadron is in"), "central_station": N_("its central station is in"),
    "stations_at": N_("its stations stand at (km)"),
    "name_zh": N_("name in Chinese"), "town_people": N_("Townspeople"),
}  # fmt: skip


def column_label(column: str, language: str) -> str:
    """The name of a column in a language; one that has none is called as in the table."""
    return translate(LABELS.get(column, column), language)
