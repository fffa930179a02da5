"""One run of one county: run it, show it, write its tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.provenance.csvw import put_csv
from jiaosuo.experiments.provenance.files import keep_plugins, put_frame
from jiaosuo.experiments.runs.run_result import MeasuredOutcome, RunResult
from jiaosuo.model.core.canonical import printed, written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.terms import Corps, Staffing, word
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker, spoken_label
from jiaosuo.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from jiaosuo.model import County
    from jiaosuo.model.scenario import Scenario

SHOWN = (
    "calls_total", "calls_gave_up",
    "response_mean_traffic_rural", "response_mean_traffic_urban",
    "response_mean_order_rural", "response_mean_order_urban",
    "clear_mean_traffic_rural", "clear_mean_traffic_urban",
    "handling_ratio_traffic", "handling_ratio_order",
    "utilisation_traffic", "utilisation_station", "post_coverage",
    "hours_nobody_on_duty_traffic", "hours_nobody_on_duty_order",
    "expected_deaths", "satisfaction_mean",
)  # fmt: skip
"""What a terminal shows of a run; `--json` and `--out` hold all."""

SPLIT = N_("The force is not split as townships.csv has it: {split} (--staffing historic leaves it).")


def run(scenario: Scenario, days: float, log: bool = False, profile: bool = False) -> County:
    """A county that has run; with `profile`, one that knows where its time went."""
    if profile:
        from jiaosuo.experiments.runs.profile import WatchedCounty

        return WatchedCounty(scenario, log=log).run_days(days)
    from jiaosuo.model import County  # brings Mesa, which takes seconds; who only writes files waits for none

    return County(scenario, log=log).run_days(days)


def result_of(county: County) -> RunResult:
    """What a run gave."""
    return RunResult(
        preset=county.scenario.place,
        rule=county.scenario.rule_name,
        days=county.minute / MINUTES_A_DAY,
        seed=county.scenario.seed,
        staffing=county.scenario.described().staffing,
        world_digest=county.world_digest,
        outcomes={
            name: MeasuredOutcome(
                label=OUTCOMES[name].label,
                unit=OUTCOMES[name].unit,
                better=OUTCOMES[name].better,
                value=value,
                n=n,
            )
            for name, (value, n) in county.outcomes().items()
        },
    )


def _profile(county: County) -> dict[str, Any]:
    return {"profile": [each.to_json() for each in county.profile]} if hasattr(county, "profile") else {}


def show(county: County, as_json: bool, trace: str | None, language: str | None = None) -> None:
    """Print the run: JSON, or a table, where the time went if that was watched, and a life if asked for."""
    if as_json:
        print(printed(result_of(county).to_json() | _profile(county)))
        return
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _, shown = speaker(language), result_of(county)
    title = _(
        "{place}, {rule}, {days:g} days, seed {seed}, {staffing} staffing",
        place=shown.preset,
        rule=shown.rule,
        days=shown.days,
        seed=shown.seed,
        staffing=_(shown.staffing),
    )
    table = Table(title=title, title_justify="left")
    for heading, side in ((_("outcome"), "left"), (_("value"), "right"), (_("unit"), "left"), ("n", "right")):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    for name in (*SHOWN, *(each for each in OUTCOMES if each not in OUTCOMES.shipped)):
        each = shown.outcomes[name]
        value = _("not observed") if each.value is None else f"{each.value:.3g}"
        table.add_row(spoken_label(each.label, language), value, _(each.unit), str(each.n))
    console = Console()
    console.print(table)
    if split := split_words(county.scenario, language):
        console.print(split, highlight=False, markup=False, soft_wrap=True)
    if _profile(county):
        from jiaosuo.experiments.runs.profile import profile_table

        console.print(profile_table(county))
    if trace is not None:
        from jiaosuo.experiments.runs.trace import trace as lives

        for line in lives(county, trace):
            console.print(line, highlight=False, markup=False, soft_wrap=True)


def split_words(scenario: Scenario, language: str | None = None) -> str:
    """What a staffing made of the corps in a table of townships; empty where they stand as they are."""
    if not scenario.townships or scenario.staffing == Staffing.HISTORIC:
        return ""
    from jiaosuo.model.landscape import landscape  # slow to import: `run --help` must not pay for it
    from jiaosuo.model.staffing import staffing_table

    start, _ = scenario.start, speaker(language)
    corps = staffing_table(start, landscape(start)).sum(axis=1)
    names = {Corps.TRAFFIC: "officers_traffic", Corps.STATION: "officers_station"}
    split = _("; ").join(
        _(
            "{corps} {given} in the table, {here} here",
            corps=_(word(each)),
            given=int(scenario[name]),
            here=int(corps[each]),
        )
        for each, name in names.items()
    )
    return _(SPLIT, split=split)


ANSWERS = {
    "run.json": "jiaosuo run",
    "result.json": "jiaosuo compare",
    "years.json": "jiaosuo compare --years",
    "plan.json": "jiaosuo sweep",
}
"""The file by which a folder shows whose answer it holds, and the command that writes it."""


def check_folder(folder: Path | None, answer: str | None = None) -> None:
    """Make the folder, and refuse one that cannot be written, before anything is run.

    `answer`: the file of ANSWERS that comes into it; a folder with the answer of another command is refused.
    """
    if folder is None:
        return
    try:
        str(folder).encode()  # a name that is not UTF-8 cannot be told to other programs
        _refuse_another(folder, answer)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("--out", str(folder), f"must be a folder that can be written ({reason})") from None


def _refuse_another(folder: Path, answer: str | None) -> None:
    """Refuse a folder that holds the answer of another command than the one which writes `answer`."""
    for file, command in ANSWERS.items():
        if answer not in (None, file) and (folder / file).exists():
            allowed = f"it holds the answer of `{command}`, and two are not mixed; take another folder"
            raise InputError("--out", str(folder), allowed)


def write(county: County, folder: Path) -> None:
    """Write `run.json` and the tables of calls, officers, townships and ticks, each whole or not at all.

    Beside each CSV stands what its columns are, in which unit: `NAME.csv-metadata.json`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    put_text(folder / "run.json", written(result_of(county).to_json()))
    keep_plugins(folder)
    frames = {
        "calls": county.calls(),
        "officers": county.officers(),
        "townships": county.townships(),
        "ticks": county.ticks(),
    }
    for name, frame in frames.items():
        put_frame(folder / f"{name}.parquet", frame)
        put_csv(folder, name, frame)
