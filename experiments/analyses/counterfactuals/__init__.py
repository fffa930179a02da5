"""Histories as they were and as they might have been: variants, their differences, chart and page."""
