"""Vue panels whose data go to the browser whole.

What draws the page looks through every list and mapping that a widget is given, several times, for elements
and widgets in it. A panel's data hold none, and there are thousands of them: they go in a payload, which is
opened only where it is written as JSON.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any


@dataclass(frozen=True, slots=True)
class Payload:
    """Lists and mappings of plain values, equal to another of equal data."""

    data: Any


def vue_panel(file: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a component of a Vue file: a function's parameters are its traits, `event_` ones its events."""
    # Solara reads its settings while it is imported: after `prepare`
    from solara.components.component_vue import component_vue

    def panel(told: Callable[..., None]) -> Callable[..., Any]:
        names = [name for name in inspect.signature(told).parameters if not name.startswith("event_")]
        told.__signature__ = without_layout(told)  # type: ignore[attr-defined]
        component = component_vue(file, vuetify=False, to_json=dict.fromkeys(names, opened))(told)

        @wraps(told)
        def made(**given: Any) -> Any:
            return component(**{name: packed(value) for name, value in given.items()})

        return made

    return panel


def without_layout(told: Callable[..., None]) -> inspect.Signature:
    """The signature with a layout that is none: style sheets lay panels out, and a model of it for each
    panel would be a fifth of all messages of a page that opens."""
    known = inspect.signature(told)
    layout = inspect.Parameter("layout", inspect.Parameter.KEYWORD_ONLY, default=None)
    return known.replace(parameters=[*known.parameters.values(), layout])


def packed(value: Any) -> Any:
    """Lists and mappings as a payload, anything else as it is."""
    return Payload(value) if isinstance(value, dict | list | tuple) else value


def opened(value: Any, _: Any = None) -> Any:
    """What a payload holds."""
    return value.data if isinstance(value, Payload) else value
