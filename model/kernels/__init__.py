"""Compiled loops on plain arrays: no class, no Mesa inside. Each has a slow twin among the tests."""
