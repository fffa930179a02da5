"""Small exports of calls for tests, and the log that is read from them."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.logs.importing import import_log
from jiaosuo.experiments.logs.type_map import read_map

HEADS = "接警编号,报警时间,派警时间,到达时间,处警结束时间,警情类别,警情等级,乡镇"
ROWS = (
    "1,2025-03-03 08:00:00,2025-03-03 08:02:00,2025-03-03 08:15:30,2025-03-03 08:40:00,纠纷,三级,南门镇",
    "2,2025-03-03 23:50:00,2025-03-03 23:51:00,2025-03-04 00:20:00,2025-03-04 01:00:00,交通事故,二级,东桥镇",
    "3,2025-03-04 12:00:00,,,2025-03-04 12:45:00,求助,四级,南门镇",
)


def export(*rows: str, heads: str = HEADS) -> str:
    """The text of a CSV."""
    return "\n".join([heads, *(rows or ROWS)]) + "\n"


def imported(folder: Path, content: str | bytes, map_: str | None = None, name: str = "110.csv", **options):
    """The log read from one file with this content, under a map with this text."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    said = None
    if map_ is not None:
        (folder / "types.toml").write_text(map_, encoding="utf-8")
        said = read_map(folder / "types.toml")
    return import_log([file], said, **options)


def told(log) -> str:
    """All notes of a log in one text."""
    return "\n".join(note.told("en") for note in log.notes)
