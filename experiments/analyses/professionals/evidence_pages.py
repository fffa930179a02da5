"""The pages of evidence written: as Markdown in both languages, and as a page of its own in one."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.analyses.professionals.evidence import COMMAND, HYPOTHESES, Hypothesis, evidence
from jiaosuo.experiments.analyses.professionals.professionals_result import ProfessionalsResult
from jiaosuo.experiments.pages.templating import html, markdown
from jiaosuo.model.core.words import LANGUAGES


def file_name(hypothesis: Hypothesis) -> str:
    """The name of its page among the documents."""
    return f"evidence-{hypothesis.name}.md"


def written(result: ProfessionalsResult | None) -> dict[str, str]:
    """The Markdown page of each hypothesis, by the name of its file."""
    return {
        file_name(each): markdown(
            "evidence.md.jinja",
            command=COMMAND,
            pages=[evidence(each, result, language) for language in LANGUAGES],
        )
        for each in HYPOTHESES.values()
    }


def page(
    hypothesis: Hypothesis,
    result: ProfessionalsResult | None,
    language_: str | None,
    warnings: Sequence[str] = (),
) -> str:
    """The page of a hypothesis as HTML that asks the network for nothing; `warnings` stand above it."""
    told = evidence(hypothesis, result, language_)
    return html(
        "evidence.html.jinja",
        language_,
        title=told.title,
        charts={},
        page=told,
        warnings=list(warnings),
        command=COMMAND,
    )
