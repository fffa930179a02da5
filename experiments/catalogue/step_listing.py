"""The step of the county, numbered: read from the functions that run it, never from a list of its own.

A line of the listing is a call that stands as a statement in the step, or in a function that the step calls;
a kernel that a method hands over counts as called there. Only the words beside each line are declared here.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any, get_type_hints

from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.county import County

DEEPEST = 4
"""Levels of the listing: the step, what it calls, the compiled minute, and what its parts call in turn."""

HEADING = N_("One minute, in the order in which it happens: {name}, {place}")

WORDS = {
    "_end_warmup": N_("When the warm-up ends, keep a snapshot, so that outcomes count what comes after."),
    "_turn_the_calendar": N_("Skip days that are not sampled; let the timeline come into force."),
    "fast_forward": N_("Carry skill and trust over the days that are not sampled."),
    "_change": N_("Go on under the changed scenario: rule, staffing, numbers."),
    "_cut_roads": N_("Close the roads that a surge closes."),
    "_begin_day": N_("At midnight, draw the incidents that could happen on this day."),
    "new_day": N_("Begin again at the first of them."),
    "_advance": N_("Hand the tables to the compiled minute."),
    "make_room": N_("Have a row for the record of this minute."),
    "advance": N_("The compiled minute."),
    "run_traffic": N_("Vehicles drive: they depart, cross links, queue where a link is full."),
    "retry_departures": N_("Trips that found no room try again to depart."),
    "move_vehicles": N_("Departures and link crossings, in order of time."),
    "accumulate_vehicle_minutes": N_("Count the time that vehicles have spent on the roads."),
    "update_links": N_("Each quarter of an hour, measure flows; at times, find quicker ways."),
    "incidents_arise": N_("Incidents happen: candidates that are not deterred, and what the roads bring."),
    "run_events": N_("Everything with an exact time, in order: calls come in, officers arrive, work ends."),
    "handle": N_("Handle one event."),
    "offer_queue": N_("Desks offer waiting calls to officers, the most urgent first."),
    "staff_junctions": N_("Junctions with an officer on post let more vehicles through."),
    "observe": N_("Record the minute: calls waiting and open, vehicles on the road, officers by duty."),
    "move": N_("Citizens are where the hour says: at home or at work."),
}  # fmt: skip
"""What a function of the step does, for a reader, by its name."""


@dataclass(frozen=True)
class Line:
    """One line of the step: `number` such as "5.1.2", the function, and its file and line."""

    number: str
    name: str
    words: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """File and line, as editors take them."""
        return f"{self.file}:{self.line}"


def step_lines() -> tuple[Line, ...]:
    """The numbered lines of `County.step`, in the order in which they happen."""
    return tuple(_lines(County.step, ""))


def format_step(language_: str | None = None) -> str:
    """The listing in a language: number, words, function, file and line."""
    _ = speaker(language_)
    lines = [_(HEADING, name="County.step", place=_line("", County.step).place), ""]
    for each in step_lines():
        indent = "   " * each.number.count(".")
        lines += [f"{indent}{each.number}  {_(each.words)}", f"{indent}   {each.name}, {each.place}"]
    return "\n".join(lines)


def _lines(function: Any, above: str) -> Iterator[Line]:
    for place, called in enumerate(_called(function), start=1):
        number = f"{above}{place}"
        yield _line(number, called)
        if number.count(".") + 1 < DEEPEST and (_is_kernel(called) or not above):
            yield from _lines(called, f"{number}.")


def _line(number: str, function: Any) -> Line:
    plain = _plain(function)
    first = (inspect.getdoc(plain) or "").partition("\n")[0]
    return Line(
        number=number,
        name=plain.__qualname__,
        words=WORDS.get(plain.__name__, first),
        file=f"{plain.__module__.removeprefix('jiaosuo.').replace('.', '/')}.py",
        line=inspect.getsourcelines(plain)[1],
    )


def _called(function: Any) -> list[Callable[..., Any]]:
    """The functions of the house that `function` calls as statements, and kernels it hands over, in order."""
    plain = _plain(function)
    found: list[Callable[..., Any]] = []
    for node in _in_order(_tree(plain)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            target = _resolved(node.value.func, plain)
        elif isinstance(node, ast.Attribute) and _is_kernel(_resolved(node, plain)):
            target = _resolved(node, plain)
        else:
            continue
        if inspect.isfunction(_plain(target)) and target not in found and _of_the_house(target):
            found.append(target)
    return found


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, in the order of the source."""
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _in_order(child)


def _resolved(node: ast.expr, function: Any) -> Any:
    """What a name means inside a function: a global of its module, or an attribute of the county."""
    if isinstance(node, ast.Name):
        return function.__globals__.get(node.id)
    if not isinstance(node, ast.Attribute):
        return None
    if isinstance(node.value, ast.Name) and node.value.id == "self":
        return getattr(County, node.attr, None)
    if isinstance(node.value, ast.Attribute):
        return getattr(_parts().get(node.value.attr), node.attr, None)
    return None


def _parts() -> dict[str, type]:
    """The classes of the county's parts: what the functions return that `County` makes them with.

    What is drawn together comes in a dataclass with its parts under their names.
    """
    found = {}
    for node in ast.walk(_tree(County._begin)):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        maker, target = node.value.func, node.targets[0]
        made = _made(County._begin.__globals__.get(maker.id)) if isinstance(maker, ast.Name) else None
        if isinstance(target, ast.Attribute) and made is not None:
            found[target.attr] = made
        elif isinstance(target, ast.Name) and is_dataclass(made):
            found |= get_type_hints(made)
    return found


def _made(maker: Any) -> type | None:
    """The class of what is made: of a class, or as a function says."""
    made = maker if isinstance(maker, type) or maker is None else _returned(maker)
    return made if isinstance(made, type) else None


def _returned(maker: Any) -> Any:
    maker = inspect.unwrap(maker)
    said = maker.__annotations__.get("return")
    return maker.__globals__.get(said) if isinstance(said, str) else said


def _tree(function: Any) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _plain(function: Any) -> Any:
    """The Python function that a kernel was compiled from, or the function itself."""
    return getattr(function, "py_func", function)


def _is_kernel(function: Any) -> bool:
    return hasattr(function, "py_func")


def _of_the_house(function: Any) -> bool:
    return str(_plain(function).__module__).startswith("jiaosuo.")
