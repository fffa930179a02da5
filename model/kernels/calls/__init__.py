"""Calls: how they arise, become known, are worked on and closed."""
