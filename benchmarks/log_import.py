"""Time and memory of a large import: `python -m benchmarks.log_import [--rows 1000000] [--encoding gb18030]`.

A made-up export of a 110 desk in a year, fifteen columns with a text that nobody reads, is imported by the
command that users run, in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer

from benchmarks.clocks import machine
from benchmarks.spent import Spent, jiaosuo, spent

TYPES = ["交通事故", "纠纷", "求助", "盗窃", "打架斗殴", "占道", "交通拥堵", "噪音扰民", "诈骗", "骚扰电话"]
LEVELS = ["一级", "二级", "三级", "四级"]
TEXT = "某人报称在某路段发生某事，请派警处理，现场有人员聚集。"
BEGIN = np.datetime64("2024-01-01T00:00:00", "s")
A_YEAR = 366 * 86_400


def export(rows: int) -> pl.DataFrame:
    """The calls of a year under the headings of a 110 desk."""
    draw = np.random.default_rng(1)
    received = np.sort(draw.integers(0, A_YEAR, rows))
    sent = received + draw.integers(10, 600, rows)
    there = sent + draw.integers(60, 3_600, rows)
    over = there + draw.integers(300, 7_200, rows)

    def some(words: list[str]) -> list[str]:
        return [words[at] for at in draw.integers(0, len(words), rows)]

    return pl.DataFrame(
        {
            "接警编号": [f"4205272024{at:010d}" for at in range(rows)],
            "报警时间": _stamps(received),
            "派警时间": _stamps(sent),
            "到达时间": _stamps(there),
            "处警结束时间": _stamps(over),
            "警情类别": some(TYPES),
            "警情等级": some(LEVELS),
            "所属派出所": some([f"第{at}镇派出所" for at in range(1, 31)]),
            "出警警种": some(["交警", "派出所"]),
            "出动警力": draw.integers(1, 4, rows),
            "报警方式": some(["电话", "电话", "电话", "巡逻发现"]),
            "处理结果": some(["办结", "移交", "未见当事人"]),
            "经度": 110 + draw.random(rows),
            "纬度": 30 + draw.random(rows),
            "报警内容": [TEXT] * rows,
        }
    )


def _stamps(seconds: np.ndarray) -> pl.Series:
    moments = (BEGIN + seconds.astype("timedelta64[s]")).astype("datetime64[ms]")
    return pl.Series(moments).dt.strftime("%Y-%m-%d %H:%M:%S")


def _write(file: Path, rows: int, encoding: str) -> None:
    file.write_bytes(export(rows).write_csv().encode(encoding))


def imported(rows: int, encoding: str) -> tuple[Spent, float, float]:
    """What the import of so many rows took, and MB of the export and of what it became."""
    with tempfile.TemporaryDirectory(prefix="jiaosuo-bench-") as scratch:
        file, map_ = Path(scratch) / "110.csv", Path(scratch) / "types.toml"
        # in a process of its own, which gives back the memory that it takes
        make = multiprocessing.get_context("spawn").Process(target=_write, args=(file, rows, encoding))
        make.start()
        make.join()
        map_.write_text("[position]\norigin = [110.0, 30.0]\n", encoding="utf-8")
        to = Path(scratch) / "calls.parquet"
        took = spent(jiaosuo("log", "import", str(file), "--map", str(map_), "--out", str(to)))
        return took, file.stat().st_size / 1e6, to.stat().st_size / 1e6


def main(
    rows: Annotated[int, typer.Option(help="Calls of the made-up export.")] = 1_000_000,
    encoding: Annotated[str, typer.Option(help="utf-8, gb18030, utf-16 ...")] = "gb18030",
) -> None:
    """Import a large export and print how long it took, and the most memory that was held at once."""
    took, before, after = imported(rows, encoding)
    sizes = f"{before:.0f} MB of CSV in {encoding}, {after:.0f} MB"
    print(f"{rows:,} rows ({sizes} of Parquet): {took.wall:.1f} s, at most {took.peak:.0f} MiB")
    print(f"of processors: {took.cpu:.1f} s")
    print(machine())


if __name__ == "__main__":
    typer.run(main)
