"""The targets and what is reached of them: `python -m benchmarks [--rows A,B] [--curves] [--out FOLDER]`."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clocks import machine, warm
from benchmarks.row import Row
from benchmarks.rows import rows
from jiaosuo.model.core.files import put_text

LONG = [name for name, row in rows().items() if row.long]


def main(
    only: Annotated[
        str | None,
        typer.Option(
            "--rows",
            help=f"Rows to measure, by name; default: all but the long ones ({', '.join(LONG)}), which are "
            "measured only by name.",
        ),
    ] = None,
    curves: Annotated[bool, typer.Option(help="Draw cost by people, officers and cores, too.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for bench.json and the pictures.")] = Path("build/bench"),
) -> None:
    """Measure each row, print a table, and end with what was not reached."""
    known = rows()
    names = only.split(",") if only else [name for name in known if name not in LONG]
    if unknown := sorted(set(names) - set(known)):
        raise typer.BadParameter(f"no such row: {', '.join(unknown)}; there are {', '.join(known)}")
    out.mkdir(parents=True, exist_ok=True)
    warm()
    told: dict[str, Any] = {"command": shlex.join(sys.orig_argv), "machine": machine(), "rows": {}}
    for name in names:
        told["rows"][name] = _measured(known[name])
        _write(out / "bench.json", told)
    if curves:
        from benchmarks.curves import draw

        told["curves"] = draw(out)
        _write(out / "bench.json", told)
    show(told)


def _measured(row: Row) -> dict[str, Any]:
    print(f"measuring {row.name}: {row.what}", file=sys.stderr, flush=True)
    measured = row.measure()
    return {
        "what": row.what,
        "runs": row.runs,
        "target": row.target,
        "value": measured.value,
        "unit": row.unit,
        "reached": row.reached(measured.value),
        "detail": measured.detail,
    }


def _write(file: Path, told: dict[str, Any]) -> None:
    """Each row as soon as it is known: a long run that is stopped has not been for nothing."""
    put_text(file, json.dumps(told, indent=1) + "\n")


def show(told: dict[str, Any]) -> None:
    """The table, the command and the machine, and what was not reached."""
    console = Console()
    table = Table(title="targets of the model", title_justify="left")
    for heading in ("row", "what", "how", "target", "measured", "reached"):
        table.add_column(heading)
    for name, row in told["rows"].items():
        value = f"{row['value']:.3g} {row['unit']}"
        table.add_row(name, row["what"], row["runs"], row["target"], value, "yes" if row["reached"] else "NO")
    console.print(table)
    print(f"command: {told['command']}")
    print("machine: " + ", ".join(f"{name} {value}" for name, value in told["machine"].items()))
    missed = [name for name, row in told["rows"].items() if not row["reached"]]
    print(f"not reached: {', '.join(missed)}" if missed else "all rows measured here are reached")


if __name__ == "__main__":
    typer.run(main)
