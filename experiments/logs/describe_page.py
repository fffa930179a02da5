"""A described log as one page of HTML that asks the network for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.checking import LogCheck
from jiaosuo.experiments.logs.describe_charts import charts, kind_label, law_label
from jiaosuo.experiments.logs.describing import ALL, LogDescription
from jiaosuo.experiments.logs.survival import MINUTES, Survival
from jiaosuo.experiments.pages.templating import html
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import N_, speaker

PRIORITY = N_("priority {priority}")


def write_page(
    log: CallLog, found: LogDescription, check: LogCheck, file: Path, language: str | None = None
) -> Path:
    """Write the page of a log; the file. OSError if it cannot be written."""
    return put_text(file, page(log, found, check, language))


def page(log: CallLog, found: LogDescription, check: LogCheck, language: str | None = None) -> str:
    """The page of a log."""
    _ = speaker(language)
    title = _("Calls of {place}", place=log.place) if log.place else _("A log of calls")
    return html(
        "log.html.jinja",
        language,
        title=title,
        setting=_setting(found, language),
        charts=charts(found, language),
        found=found,
        check=check,
        response=list(_response_rows(found.response, language)),
        minutes=MINUTES,
        laws=list(_law_rows(found, language)),
        committed=_committed(found, language),
        zone=log.zone,
    )


def _setting(found: LogDescription, language: str | None) -> str:
    _ = speaker(language)
    return _(
        "{calls:,} calls from {first} to {last} ({days} days); officers found {own:,} of them.",
        calls=found.calls,
        first=found.first,
        last=found.last,
        days=found.days,
        own=found.own,
    )


def _response_rows(curves: tuple[Survival, ...], language: str | None) -> Iterator[list[str]]:
    """Group, reached, not reached, median, 90 %, and shares reached after some minutes."""
    _ = speaker(language)
    for each in curves:
        group = _(PRIORITY, priority=each.group) if each.group else _(ALL)
        within = [f"{100 * one.share:.0f} ({100 * one.low:.0f}-{100 * one.high:.0f})" for one in each.within]
        times = [_minutes(each.median), _minutes(each.ninetieth)]
        yield [group, f"{each.events:,}", f"{each.censored:,}", *times, *within]


def _minutes(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _law_rows(found: LogDescription, language: str | None) -> Iterator[list[str]]:
    _ = speaker(language)
    for each in found.handling:
        group = kind_label(each.group, language) if each.group else _(ALL)
        second = min(each.behind.values(), default=None)
        behind = "-" if second is None else f"{second:.0f}"
        numbers = [f"{each.mean:.1f}", f"{each.median:.1f}", f"{each.cv:.2f}"] if each.n else ["-"] * 3
        yield [group, f"{each.n:,}", *numbers, law_label(each.law, language), behind]


def _committed(found: LogDescription, language: str | None) -> str:
    """What officers on calls are of those on duty, in a sentence."""
    _ = speaker(language)
    if not found.committed_by_hour:
        return ""
    mean = sum(each.mean for each in found.committed_by_hour) / len(found.committed_by_hour)
    if found.on_duty:
        return _(
            "On average {mean:.1f} officers are at calls, of {duty:.1f} who are on duty and free of other "
            "work: {share:.0f} %. Numbers of the place, not of the log, say how many.",
            mean=mean,
            duty=found.on_duty,
            share=100 * mean / found.on_duty,
        )
    return _("On average {mean:.1f} officers are at calls. A place would say of how many.", mean=mean)
