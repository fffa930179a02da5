"""Public names say what they take and give, in the form of numpydoc, and their examples do what they say."""

import doctest
import enum
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import Validator, validate

from jiaosuo.model.core.columns import Column
from tests.public_names import bare, members_of, offered, public

NOT_ASKED = {
    "ES01",  # one line may be all there is to say
    "EX01",  # asked of what the doors offer alone, below
    "SA01",  # not everything has a neighbour
    "SS05",  # a noun is as good as a verb: "The share lost"
}

LOOSELY = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Described(Validator):
    """numpydoc's reader; of a class it takes fields under Attributes too, and those of what it stands on."""

    def __init__(self, obj_name: Any) -> None:
        super().__init__(read(obj_name))

    @property
    def signature_parameters(self) -> tuple[str, ...]:
        """Those that are somebody else's to give: a private field is none."""
        return tuple(name for name in super().signature_parameters if not name.startswith("_"))

    @property
    def doc_all_parameters(self) -> dict[str, tuple[str, list[str]]]:
        said: dict[str, tuple[str, list[str]]] = dict(super().doc_all_parameters)
        known: dict[str, tuple[str, list[str]]] = {}
        for base in reversed(self.obj.__mro__ if inspect.isclass(self.obj) else ()):
            for names, type_, text in read(base)["Attributes"]:
                known |= dict.fromkeys(names.split(", "), (type_, text))
        return said | {name: known[name] for name in self.signature_parameters if name in known}


def read(value: Any) -> Any:
    """A docstring in its sections."""
    return get_doc_object(value, config={"show_class_members": False})


def faults(value: Any) -> list[str]:
    """What numpydoc finds wrong with a docstring."""
    found = validate(bare(value), validator_cls=Described)["errors"]
    return [f"{code} {message}" for code, message in found if code not in NOT_ASKED]


def in_short(value: Any) -> bool:
    """Whether a line or two say all: a column, a property, an enum, and a protocol, which nobody calls."""
    if inspect.isclass(value):
        return issubclass(value, enum.Enum) or getattr(value, "_is_protocol", False)
    return isinstance(value, Column | property | cached_property)


def test_every_public_name_says_what_it_takes_and_gives() -> None:
    found = []
    for name, value in public().items():
        if not in_short(value):
            found += [f"{name}: {fault}" for fault in faults(value)]
        elif not (value.__doc__ or ""):
            found.append(f"{name}: no docstring")
    assert not found, "\n".join(found)


def test_public_names_lead_to_what_they_give() -> None:
    names = set(public())
    for each in (
        "jiaosuo.model.county.County.run_days",
        "jiaosuo.experiments.comparison.result.ComparisonResult",
        "jiaosuo.model.core.parameter.Parameter.check",
        "jiaosuo.model.officers.Officer.skill_traffic",
        "jiaosuo.model.theory.erlang.erlang_c",
    ):
        assert each in names


def test_what_the_doors_offer_has_an_example() -> None:
    given = {"PartialPooling", "HypercubeApproximation"}  # by functions that have one
    without = {each.__name__ for each in offered().values() if ">>>" not in (each.__doc__ or "")}
    assert without <= given, without - given


@dataclass
class _Told:
    """A county of one number.

    Attributes
    ----------
    days : float
        How long it runs.
    """

    days: float


def _tells_all(days: float, seed: int = 0) -> float:
    """A number.

    Parameters
    ----------
    days : float
        How long.
    seed : int, default 0
        Names the world.

    Returns
    -------
    float
        The number, in minutes.
    """
    return days + seed


def _leaves_one_out(days: float, seed: int = 0) -> float:
    """A number.

    Parameters
    ----------
    days : float
        How long.

    Returns
    -------
    float
        The number, in minutes.
    """
    return days + seed


def _says_no_type(days: float) -> None:
    """Nothing.

    Parameters
    ----------
    days
        How long.
    """


def _gives_in_silence(days: float) -> float:
    """A number.

    Parameters
    ----------
    days : float
        How long.
    """
    return days


@pytest.mark.parametrize("told", [_Told, _tells_all])
def test_the_reader_lets_the_whole_be(told: Any) -> None:
    assert not faults(told)


@pytest.mark.parametrize(
    ("silent", "code"),
    [(_leaves_one_out, "PR01"), (_says_no_type, "PR04"), (_gives_in_silence, "RT01")],
)
def test_the_reader_sees_what_is_left_out(silent: Any, code: str) -> None:
    assert any(fault.startswith(code) for fault in faults(silent))


def examples() -> Iterator[doctest.DocTest]:
    """The examples of public names, each with a name space of its own."""
    finder = doctest.DocTestFinder(recurse=False)
    for name, value in public().items():
        if not isinstance(value, Column):
            found = finder.find(bare(value), name, module=False, globs={})
            yield from (each for each in found if each.examples)


@pytest.mark.parametrize("example", list(examples()), ids=lambda each: each.name)
def test_examples_print_what_they_say(
    example: doctest.DocTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    heard: list[str] = []
    runner = doctest.DocTestRunner(optionflags=LOOSELY, verbose=False)
    runner.run(example, out=heard.append)
    assert not runner.failures, "".join(heard)


def test_a_wrong_example_is_heard() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    runner = doctest.DocTestRunner(optionflags=LOOSELY, verbose=False)
    runner.run(wrong, out=lambda _: None)
    assert runner.failures


def test_members_are_of_the_package() -> None:
    """What Mesa gives a county is described there."""
    own = {name for name, _ in members_of(public()["jiaosuo.model.county.County"])}
    assert "run_days" in own
    assert "run_for" not in own
