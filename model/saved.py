"""A county in a file: arrays and plain text, never pickle."""

from __future__ import annotations

import errno
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from jiaosuo.model.about import About
from jiaosuo.model.call_weights import CallWeights
from jiaosuo.model.core import plugins
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.core.columns import Table, realigned
from jiaosuo.model.core.described import DescribedPath
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import NOT_REGULAR, writing
from jiaosuo.model.core.plain import JsonObject, plain
from jiaosuo.model.given_land import GivenLand
from jiaosuo.model.incidents import KINDS, kind_named
from jiaosuo.model.kernels.roads.tables import TrafficTables
from jiaosuo.model.place_hours import own_hours, with_hours
from jiaosuo.model.rules import named
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.timeline import as_staffing, read_timeline
from jiaosuo.model.township import Township
from jiaosuo.model.years import Years

MUTABLE = (
    "clock", "events", "calls", "waiting", "officers", "duty_minutes",
    "posts", "beats_at", "unmanned", "visits_owed", "work_pool", "own_work", "watches", "files", "citizens",
    "blocked", "presence", "rule_table", "log",
)  # fmt: skip
"""Tables of the event loop that a run writes. All else is made again from the scenario."""

MUTABLE_ROADS = ("clock", "links", "vehicles", "pending", "later", "heap_index")
"""The same of the roads, beside their travel times."""


CHECKSUM = "checksum"
"""The member of the archive that names what all others say."""

BROKEN = (
    OSError, zipfile.BadZipFile, zlib.error, LookupError, TypeError, ValueError, AttributeError, EOFError,
    RuntimeError, MemoryError,
)  # fmt: skip
"""What reading raises on a file that is no archive, is damaged, or is one of another program."""


@dataclass(frozen=True)
class Moment:
    """The minute that a saved county has reached, and the digest of its world up to it."""

    minute: int
    digest: str


def tables_of_roads(roads: TrafficTables) -> dict[str, Table]:
    """The tables of the roads that a run writes, themselves, not copies."""
    times = roads.travel_times
    known = {"found": times.zones["found"], "ways": times.ways}
    known |= {"slowdown": times.between["slowdown"], "link_minutes": times.graph.into["minutes"]}
    return {name: getattr(roads, name) for name in MUTABLE_ROADS} | known


def path_of(file: object) -> Path:
    """The path that somebody gives for a county; InputError for what is none."""
    if not isinstance(file, str | os.PathLike):
        raise InputError("saved county", file, "must be a path")
    return Path(file)


def write(file: Path, state: dict[str, Table], scenario: Scenario, moment: Moment) -> None:
    """Write atomically: a file of that name is either whole or not there.

    InputError for a name of a device, a folder or a link, and where it cannot be written.
    """
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            raise OSError(errno.EINVAL, NOT_REGULAR)
        _write(file, state, scenario, moment)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError("saved county", str(file), f"must be a file that can be written ({why})") from None


def _write(file: Path, state: dict[str, Table], scenario: Scenario, moment: Moment) -> None:
    described = _described(scenario) | {"rule_content": _content(scenario)}
    members = {"county.json": json.dumps({"scenario": described, "numbers": asdict(moment)}).encode()}
    for name, rows in state.items():
        buffer = io.BytesIO()
        np.save(buffer, rows, allow_pickle=False)
        members[f"{name}.npy"] = buffer.getvalue()
    members[CHECKSUM] = _checksum(members)
    with (
        writing(file) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, content in members.items():
            archive.writestr(name, content)


def read(file: Path, scenario: Scenario | None) -> tuple[dict[str, Table], Scenario, Moment]:
    """Tables, scenario and moment of a saved county; InputError if it is none, is damaged, or its rule is
    on no shelf."""
    try:
        return _read(file, scenario)
    except InputError:
        raise
    except BROKEN as error:
        allowed = f"must be a file written by County.save ({type(error).__name__}: {error})"
        raise InputError("saved county", str(file), allowed) from None


def _read(file: Path, scenario: Scenario | None) -> tuple[dict[str, Table], Scenario, Moment]:
    if not file.is_file():  # a device may have no end
        raise InputError("saved county", str(file), "must be a file written by County.save")
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if members.pop(CHECKSUM) != _checksum(members):
        raise InputError("saved county", str(file), "it is not as County.save wrote it: the file is damaged")
    about = json.loads(members.pop("county.json"))
    described, moment = about["scenario"], Moment(**about["numbers"])
    scenario = _scenario(described) if scenario is None else scenario
    if _content(scenario) != described["rule_content"]:
        allowed = "it was saved under a rule or kinds of other content; give its scenario"
        raise InputError("saved county", str(file), allowed)
    for name, value in _described(scenario).items():
        if value != described.get(name, {}):  # no plug-ins are not written
            raise InputError("scenario", name, f"{file.name} was saved with another {name}")
    return {name[:-4]: _array(content) for name, content in members.items()}, scenario, moment


def _array(content: bytes) -> Table:
    return realigned(np.load(io.BytesIO(content), allow_pickle=False))


def refuse_other_tables(file: Path, state: Mapping[str, Table], wanted: Mapping[str, Table]) -> None:
    """InputError where a table is missing or has other columns: another version of the model wrote it."""
    for name, rows in wanted.items():
        if name not in state or state[name].dtype != rows.dtype:
            allowed = f"another version of the model wrote it: its table {name} is another"
            raise InputError("saved county", str(file), allowed)


def _checksum(members: Mapping[str, bytes]) -> bytes:
    """A name for the content of all members."""
    hashed = blake2b(digest_size=16)
    for name in sorted(members):
        hashed.update(f"{name} {len(members[name])} ".encode())
        hashed.update(members[name])
    return hashed.hexdigest().encode()


def _described(scenario: Scenario) -> JsonObject:
    weights = scenario.call_weights
    land, hours = scenario.given_land, own_hours(scenario.kinds, KINDS)
    return scenario.described().to_json() | {
        "townships": [each.to_json() for each in scenario.townships],
        "rule_before": scenario.rule_before.name,
        "kinds": [kind.name for kind in scenario.kinds],
        "traffic_share": scenario.traffic_share,
        "seat": scenario.seat,
        **({} if land is None else {"given_land": land.to_json()}),
        **({"hours": hours} if hours else {}),
        **({} if weights is None else {"call_weights": weights.to_json()}),
    }


def _scenario(described: JsonObject) -> Scenario:
    plugins.require(described.get("plugins", {}), "saved county")
    return Scenario(
        place=described["preset"],
        rule=named(described["rule"]),
        seed=described["seed"],
        staffing=as_staffing(described["staffing"]),
        values=described["values"],
        townships=tuple(Township(**each) for each in described["townships"]),
        rule_before=named(described["rule_before"]),
        kinds=with_hours(tuple(map(kind_named, described["kinds"])), described.get("hours", {}), "hours"),
        traffic_share=described["traffic_share"],
        about=About(theory=bool(described["values"].get("generalist_penalty"))),
        seat=described["seat"],
        # one by one: a page's own change may stand beside the place's at one time, and the later holds
        timeline=tuple(entry for each in described["timeline"] for entry in read_timeline([each])),
        path=_path(described["path"]),
        given_land=GivenLand.from_json(described["given_land"]) if "given_land" in described else None,
        call_weights=_call_weights(described.get("call_weights")),
    )


def _call_weights(described: JsonObject | None) -> CallWeights | None:
    return None if described is None else CallWeights.from_json(described)


def _path(described: JsonObject | None) -> Years | None:
    if described is None:
        return None
    said = DescribedPath.from_json(described)
    return Years(said.first_year, said.last_year, said.days_per_year, said.values)


def _content(scenario: Scenario) -> str:
    """A name for what the rules and the kinds say, the same in every process."""
    later = [each.rule for each in scenario.timeline if each.rule]
    return name_of(plain((scenario.rule, scenario.rule_before, *later, scenario.kinds)))
