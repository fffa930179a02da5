"""Units of time, named once."""

MINUTES_AN_HOUR = 60
HOURS_A_DAY = 24
MINUTES_A_DAY = MINUTES_AN_HOUR * HOURS_A_DAY
MINUTES_A_SHIFT = MINUTES_A_DAY // 3
DAYS_A_MONTH = 30
DAYS_A_YEAR = 365

COUNTED = ("calls", "crashes", "incidents", "recalls")
"""Units of outcomes that count events."""
