"""A scenario to begin with: a commented TOML file that runs as it stands, made from the declarations.

Defaults, ranges, units and meanings are read where they are declared, so the template is never out of date.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from jiaosuo.experiments.provenance.csvw import MARK, SUFFIX, metadata
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.rules import MAPS, RULES, STATUS_QUO
from jiaosuo.model.said_by_place import FIXED_BY_TOWNSHIPS
from jiaosuo.model.scenario import parameters
from jiaosuo.model.settlement import generated_townships
from jiaosuo.model.township import COLUMNS, HEADCOUNTS, REQUIRED, Township

type Speak = Callable[..., str]

TABLE = "townships.csv"
DRAWING, WEIGHTS = "drawing.toml", "call_weights.csv"

LEVERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Land and people"),
        (
            "population", "area_km2", "cell_km", "people_per_agent", "urbanization", "surveyed_urbanization",
            "core_density", "fringe_density", "townships", "urban_stations", "squadrons", "trunk_km",
            "county_km", "village_km",
        ),
    ),
    (N_("Vehicles"), ("vehicles_per_1000", "motorcycle_share")),
    (N_("Growth before a run"), ("vehicle_growth", "urbanization_growth", "years")),
    (
        N_("Officers"),
        (*HEADCOUNTS, "traffic_specialists", "case_specialists", "on_duty_share", "other_work"),
    ),
    (
        N_("Management"),
        ("training_hours", "data_sharing", "handover_minutes", "ring_fence", "roster_alignment"),
    ),
    (N_("Skill"), ("delta", "setup_share", "skill_half_life")),
    (N_("Where a map of rules draws its line"), ("density_boundary",)),
    (N_("Standards of response"), ("standard_urban_minutes", "standard_rural_minutes")),
    (
        N_("Rates of calls"),
        ("call_volume", *(f"{kind}_rate_{area}" for kind in KINDS for area in ("rural", "urban"))),
    ),
)  # fmt: skip
"""What a template shows, section by section; `jiaosuo parameters` lists the rest."""

SAID_BY_TABLE = (*FIXED_BY_TOWNSHIPS, "population", *HEADCOUNTS)
"""Levers that a table of townships sets; the template leaves them out then."""

NAME_COLUMNS = {
    "name": N_("What the township is called"),
    "squadron": N_("The township whose squadron serves it; empty: the nearest with traffic officers"),
    "central_station": N_(
        "The township that holds its central station; empty: the nearest with station officers"
    ),
    "stations_at": N_(
        "Where its stations stand, km east and north with ; between them (28.5 22; 30 25); empty: in its town"
    ),
    "name_zh": N_("Its name in Chinese, for people"),
}


def write_template(file: Path, with_townships: bool, language: str) -> list[Path]:
    """Write the template, and a table of townships beside it if asked for; the files written.

    Raises InputError for a name that does not end in .toml, a file that is there already, or a folder that
    cannot be written; nothing is written then.
    """
    if file.suffix != ".toml":
        raise InputError("scenario file", str(file), "must be a name that ends in .toml")
    table = file.with_name(TABLE)
    texts = {table: townships_text(), table.with_name(TABLE + SUFFIX): townships_metadata()}
    texts = texts if with_townships else {}
    texts[file] = scenario_text(with_townships, language)
    for each in texts:
        if _is_there(each):
            raise InputError("scenario file", each.name, "it is there already, and stays as it is")
    done: list[Path] = []
    try:
        for each, text in texts.items():
            done.append(put_text(each, text))
    except (OSError, ValueError) as error:
        for each in done:
            each.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        allowed = f"must be a file that can be written ({reason})"
        raise InputError("scenario file", str(file), allowed) from None
    return done


def _is_there(file: Path) -> bool:
    try:
        return file.exists() or file.is_symlink()
    except (OSError, ValueError):  # a name that no file can have; writing it says so
        return False


def scenario_text(with_townships: bool, language: str) -> str:
    """The template as TOML."""
    _ = speaker(language)
    lines = [
        *_about(_), *_rules(_), *_townships(_, with_townships),
        "[set]", *_levers(_, with_townships), *_hours(_),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def townships_text() -> str:
    """A table of townships to change: the county that the defaults generate."""
    values = {name: each.default for name, each in parameters().items()}
    headcounts = {name: int(values[name]) for name in HEADCOUNTS}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(each.name for each in fields(Township))
    for township in generated_townships(values, headcounts):
        rows.writerow(round(cell, 1) if isinstance(cell, float) else cell for cell in astuple(township))
    return MARK.decode() + text.getvalue()


def townships_metadata() -> str:
    """What the columns of `townships.csv` are, in which unit, for programs that read it."""
    types = {
        each.name: "string"
        if each.name in NAME_COLUMNS
        else "integer"
        if COLUMNS[each.name].whole
        else "number"
        for each in fields(Township)
    }
    return metadata("townships", types, TABLE, REQUIRED).decode()


def _about(_: Speak) -> Iterator[str]:
    yield "# " + _("A place of your own. Every line may be changed; what is left out keeps its default.")
    yield ""
    yield "# " + _("What people read: the model never does.")
    yield 'title = "A county of my own"'
    yield 'title_zh = "我的县"'
    yield 'question = "One force or two?"'
    yield "# " + _("Days that a run lasts unless it is told otherwise.")
    yield "days = 7"
    yield "# " + _("Where the figures come from, and which of them are weak.")
    yield "sources = []"
    yield "weak = []"
    yield ""


def _rules(_: Speak) -> Iterator[str]:
    free = [name for name, each in MAPS.items() if not each.exceptions]
    yield "# " + _("The rule, or the map of rules, of a run: {names}.", names=", ".join([*RULES, *free]))
    yield f'rule = "{STATUS_QUO}"'
    yield "# " + _("The rule under which officers gained the skill they start with.")
    yield f'rule_before = "{STATUS_QUO}"'
    yield "# " + _(
        "How the force is split: historic (as townships.csv has it: the default with one) or workload."
    )
    yield '# staffing = "historic"'
    yield ""


def _townships(_: Speak, given: bool) -> Iterator[str]:
    yield "# " + _("A real county brings {file} in the same folder, one row a township:", file=TABLE)
    for column in fields(Township):
        if column.name in NAME_COLUMNS:
            said, allowed = NAME_COLUMNS[column.name], _("text")
        else:
            it = COLUMNS[column.name]
            said, allowed = it.meaning, _range(it, _)
        needed = ", " + _("required") if column.name in REQUIRED else ""
        yield f"#   {column.name}: {_(said)} ({allowed}{needed})"
    yield "# " + _("The table then says people, area, roads, sites and headcounts itself.")
    yield "# " + _(
        "What it leaves out is estimated: roads, stations, districts, central stations, sizes of towns."
    )
    yield "townships_csv = true" if given else "# townships_csv = true"
    yield "# " + _("The township with the county seat; left out: the one with the largest town.")
    yield '# seat = "..."'
    yield "# " + _("Rivers and outline in {file} in the same folder: the map draws them.", file=DRAWING)
    yield "# drawing_toml = true"
    yield "# " + _(
        "Where calls of a kind arise more often, by cell in {file}: `jiaosuo log fit` writes it.",
        file=WEIGHTS,
    )
    yield "# call_weights_csv = true"
    yield ""


def _levers(_: Speak, with_townships: bool) -> Iterator[str]:
    yield "# " + _("Numbers; `jiaosuo parameters` lists all that there are.")
    declared = parameters()
    for section, names in LEVERS:
        shown = [name for name in names if not (with_townships and name in SAID_BY_TABLE)]
        yield from ("", f"# --- {_(section)}")
        for name in shown:
            yield _meaning(declared[name], _)
            yield f"{name} = {_number(declared[name].default)}"


def _hours(_: Speak) -> Iterator[str]:
    """What the hours of a kind look like: nobody writes 24 weights from memory."""
    kind = KINDS["theft"]
    yield ""
    yield "# " + _("When calls of a kind come: 24 weights from midnight on; left out: those of the kind.")
    yield "# [hours]"
    yield f"# {kind.name} = [{', '.join(f'{each:.3g}' for each in kind.hours)}]"


def _meaning(it: Parameter, _: Speak) -> str:
    default = _("default {value}", value=it.shown(it.default))
    return f"# {_(it.meaning)} ({_range(it, _)}; {default}; {it.source})"


def _range(it: Parameter, _: Speak) -> str:
    return _("{low} to {high} {unit}", low=it.shown(it.low), high=it.shown(it.high), unit=it.unit)


def _number(value: Any) -> str:
    return f"{int(value):_}" if value == int(value) else f"{value:.12g}"
