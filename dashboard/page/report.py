"""What can be taken away: pages that open with no network, and the chart of the differences."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.session import Session, error_sentence
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.results.curve_chart import curve_chart
from jiaosuo.dashboard.sending.film_line import stem
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.experiments.charts.style import Spec
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.own_places import parted

KINDS = {
    "report": "text/html", "brief": "text/html", "play": "text/html", "svg": "image/svg+xml",
    "png": "image/png",
}  # fmt: skip
NAMES = {
    "report": "report.html", "brief": "brief.html", "play": "play.html", "svg": "differences.svg",
    "png": "differences.png",
}  # fmt: skip


def make(session: Session, name: object) -> None:
    """Make a file and hand it to the page; what goes wrong becomes a sentence beside the menu."""
    session.set_error("take", "")
    try:
        content = content_of(session, str(name))
        session.file = {
            "key": secrets.token_hex(4),
            "name": file_name(session, str(name)),
            "type": KINDS[str(name)],
            "content": base64.b64encode(content).decode(),
        }
    except NotSendable as error:
        session.set_error("take", error.problem.told(session.choice.language))
    except Exception as error:
        session.set_error("take", error_sentence(error, session.choice.language))
    session.changed()


def content_of(session: Session, name: str) -> bytes:
    """The bytes of a file; InputError for an unknown name, or before the replications are done."""
    if name not in KINDS:
        raise unknown("file", name, KINDS)
    if session.result is None:
        raise InputError("file", name, "comes once all replications are done")
    if name == "report":
        return page(session, session.result).encode()
    if name == "brief":
        return one_page(session, session.result).encode()
    if name == "play":
        # the page opens without this: it knows the model
        from jiaosuo.dashboard.page.play_file import play_file

        return play_file(session, again(session))
    # the page opens without this
    from jiaosuo.experiments.charts.rendering import png, svg
    from jiaosuo.experiments.comparison.charts import charts

    spec = charts(session.result, None, session.choice.language)["headlines"]
    return svg(spec).encode() if name == "svg" else png(spec)


def page(session: Session, result: ComparisonResult) -> str:
    """The report, as that of a comparison, with the command that opens the same page again."""
    # the page opens without this
    from jiaosuo.experiments.charts.rendering import svg
    from jiaosuo.experiments.comparison import report
    from jiaosuo.experiments.comparison.charts import charts

    choice = session.choice
    specs = charts(result, None, choice.language)
    curves = _curves(session)
    specs |= {name: spec for name, (spec, _) in curves.items()}
    drawings = {name: svg(spec) for name, spec in specs.items()}
    captions = {name: caption for name, (_, caption) in curves.items()}
    again_ = replace(result, command=again(session))
    worlds = {
        name: plan_run(choice.comparison, side).base.start
        for name, side in zip(result.rules, SIDES, strict=True)
    }
    drawn = report.draw_maps(again_, worlds, choice.language)
    return report.page(again_, specs, drawings, choice.language, captions, drawn)


def _curves(session: Session) -> dict[str, tuple[Spec, str]]:
    """The curve over each lever with its caption, if the page has one."""
    levers = {} if session.curve is None else session.curve["levers"]
    drawn = {lever: curve_chart(session.curve, lever, session.choice) for lever in levers}
    return {
        f"curve-{lever}": (spec, levers[lever]["sentence"] or spec["title"]["text"])
        for lever, spec in drawn.items()
        if spec is not None
    }


def one_page(session: Session, result: ComparisonResult) -> str:
    """The brief, as that of a comparison."""
    # the page opens without this
    from jiaosuo.experiments.comparison.brief import brief

    return brief(replace(result, command=again(session)), session.choice.language)


def again(session: Session) -> str:
    """How to see the same again."""
    query = link.query(session.choice, link.model_version())
    return f"jiaosuo dashboard --open '{query}'"


def file_name(session: Session, name: str) -> str:
    """A name that any system takes, from the place and the rules."""
    comparison = session.choice.comparison
    begins = stem(parted(comparison.place)[0], comparison.left.rule, comparison.right.rule)
    return f"{begins}-{NAMES[name]}"
