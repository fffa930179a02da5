"""The checks that every rule, kind of call, outcome, place, study, lesson and story keeps, for plug-ins too.

    import pytest
    from jiaosuo import testing

    @pytest.mark.parametrize("check", testing.checks("nearest.py"), ids=str)
    def test_the_plug_in_keeps_the_contract(check):
        check()

`jiaosuo new rule NAME` writes such a test beside the rule. A check raises AssertionError with a sentence.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiaosuo.experiments.contracts.check import Check
from jiaosuo.experiments.contracts.check import checks as checks_on
from jiaosuo.model.core import plugins
from jiaosuo.model.core.plugin_groups import Places, group_of, names_of

__all__ = ["CONTRACTS", "Check", "checks", "checks_of"]

CONTRACTS = {
    "rules": "jiaosuo.experiments.contracts.rules:CONTRACT",
    "kinds": "jiaosuo.experiments.contracts.kinds:CONTRACT",
    "outcomes": "jiaosuo.experiments.contracts.outcomes:CONTRACT",
    "places": "jiaosuo.experiments.contracts.places:CONTRACT",
    "studies": "jiaosuo.experiments.contracts.studies:CONTRACT",
    "lessons": "jiaosuo.dashboard.lessons.contract:LESSON",
    "stories": "jiaosuo.dashboard.lessons.contract:STORY",
}
"""Where the contract of a group stands; the page's are imported only for a lesson or a story."""


def checks(file: str | Path) -> list[Check]:
    """Load a plug-in's file, and give every check of all that it declares.

    Parameters
    ----------
    file : str or Path
        A Python file, relative to the current folder.

    Returns
    -------
    list of Check
        One for each sentence of the contract and each value; called, it raises AssertionError where it does
        not hold.

    Raises
    ------
    InputError
        When the file is not there, does not load, declares nothing or takes a name that is taken.

    Examples
    --------
    >>> from jiaosuo import testing
    >>> testing.checks("no_such_rule.py")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: plug-in: 'no_such_rule.py' is not allowed; must be a Python file ...
    """
    plugin = plugins.load(file)
    held = [value for group in CONTRACTS for each, _, value in plugins.declared(group) if each == plugin]
    return [check for value in held for check in checks_of(value)]


def checks_of(value: object) -> list[Check]:
    """Every check of one value that a plug-in may declare.

    Parameters
    ----------
    value : object
        A rule, map of rules, kind, outcome, study, lesson or story, or a folder of places. A kind, an outcome
        and a place must stand on their shelf.

    Returns
    -------
    list of Check
        One for each sentence of its contract.

    Raises
    ------
    ValueError
        When there is no contract for such a value.

    Examples
    --------
    >>> from jiaosuo import RULES, testing
    >>> found = testing.checks_of(RULES["integrated"])
    >>> {each.name for each in found}
    {'integrated'}
    """
    group = group_of(value)
    if group is None:
        raise ValueError(f"there is no contract for a {type(value).__name__}")
    module, _, name = CONTRACTS[group].partition(":")
    contract: tuple[Callable[[Any], None], ...] = getattr(importlib.import_module(module), name)
    held = value.names if isinstance(value, Places) else (value,)
    return [
        check
        for each, name in zip(held, names_of(value), strict=True)
        for check in checks_on(name, each, contract)
    ]
