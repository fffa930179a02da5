"""One number of the model: its default, range, unit, meaning and source, declared once.

The command line, the sliders, the sweeps, the validation messages and the documentation read it from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.written import written

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class Parameter:
    """A declared number.

    Parameters
    ----------
    name : str
        What it is called in `--set`, in TOML and in tables.
    default : float
        Its value where nobody says another.
    low, high : float
        The range that is taken, both ends included.
    unit : str
        Its unit; `-` for none.
    meaning : str
        What it is, for people.
    source : str, default "assumption"
        A tag of the fact sheet (`K: author year`, `F: place`, `D`) or the honest word `assumption`.
    whole : bool, default False
        Whether it takes 3 and 3.0, never 3.7.
    group : str, default ""
        Where it is listed.
    weak : bool, default False
        Marks a figure that must not be defended in public.

    Examples
    --------
    >>> from jiaosuo.model.core.parameter import Parameter
    >>> speed = Parameter("speed_kmh", 60, 5, 120, "km/h", "Speed on the road")
    >>> speed.check(70)
    70.0
    >>> speed.check(500)
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: speed_kmh: 500 is not allowed; must be a number from 5 to 120 (km/h)
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str = "assumption"
    whole: bool = False
    group: str = ""
    weak: bool = False

    @property
    def allowed(self) -> str:
        """The range in words, as error messages give it."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.shown(self.low)} to {self.shown(self.high)} ({self.unit})"

    def shown(self, value: float) -> str:
        """A value of it as sentences write it.

        Parameters
        ----------
        value : float
            The value, in its unit.

        Returns
        -------
        str
            5,000,000, and the year 2003 without a comma.
        """
        return written(value).replace(",", "") if self.unit == "year" else written(value)

    def check(self, value: object, field: str | None = None) -> float:
        """The value as it will be used.

        Parameters
        ----------
        value : object
            What somebody gave.
        field : str, optional
            What the error calls it; without it the parameter's name.

        Returns
        -------
        float
            The value; a whole number where the parameter is `whole`.

        Raises
        ------
        InputError
            When it is no number, or out of range.
        """
        # slow to import: only who checks pays
        from pydantic import ValidationError

        field = field or self.name
        if isinstance(value, (str, bytes)) or type(value).__name__ in ("bool", "bool_"):  # NumPy's too
            raise InputError(field, value, f"must be {self.allowed}, not {_type_word(value)}")
        try:
            number = _adapter(self.low, self.high, self.whole).validate_python(value)
        except ValidationError:
            raise InputError(field, value, f"must be {self.allowed}") from None
        return int(number) if self.whole else float(number) + 0.0  # -0.0 is 0: the same number, the same run


@cache
def _adapter(low: float, high: float, whole: bool) -> TypeAdapter[Any]:
    """The check of a range: made once for all parameters that share it, as making one takes its time."""
    # slow to import: only who checks pays
    from pydantic import Field, TypeAdapter

    bounds = Field(ge=low, le=high, allow_inf_nan=False)
    return TypeAdapter(Annotated[int, bounds] if whole else Annotated[float, bounds])


def gather(groups: Iterable[tuple[str, Iterable[Parameter]]]) -> dict[str, Parameter]:
    """All declarations by name; a name declared twice is a mistake in the house and raises ValueError."""
    gathered: dict[str, Parameter] = {}
    for group, parameters in groups:
        for parameter in parameters:
            if parameter.name in gathered:
                raise ValueError(f"parameter {parameter.name} is declared twice")
            gathered[parameter.name] = replace(parameter, group=parameter.group or group)
    return gathered


def _type_word(value: object) -> str:
    return "text" if isinstance(value, (str, bytes)) else "true or false"
