"""What is wrong with how a command was typed, told in the reader's language; English is as typer has it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import typer

from jiaosuo.model.core.words import ENGLISH, N_, language, speaker

FORMS = (
    N_("No such option: {name}"),
    N_("No such option: {name} (Possible options: {names})"),
    N_("No such command {name}."),
    N_("Missing command."),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing parameter {name}."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("Argument {name} takes {count} values."),
    N_("Option {name} does not take a value."),
    N_("Option {name} requires an argument."),
    N_("Option {name} requires {count} arguments."),
    N_("Invalid value for {name}: {why}"),
    N_("Invalid value: {why}"),
    N_("Could not open file {name}: {why}"),
)
"""What typer and click say, as messages; a sentence that none of them fits stays English."""

USAGE = N_("Usage: {usage}")
TRY = N_("Try '{command} {option}' for help.")
ERROR = N_("Error: {sentence}")

_Wrong: type[BaseException] = typer.BadParameter.__bases__[0]
"""The error of a command that was typed wrongly; typer does not export it."""


def run(app: typer.Typer, words: list[str]) -> None:
    """Run a command line and end with its code; a command typed wrongly is told, and ends with 2."""
    try:
        ended = app(words, standalone_mode=False)
    except _Wrong as error:
        _tell(error)
        sys.exit(2)
    if isinstance(ended, int) and ended:
        sys.exit(ended)


def _tell(error: BaseException) -> None:
    spoken = asked_for(sys.argv[1:])
    if spoken == ENGLISH or type(error).__name__ == "NoArgsIsHelpError":
        error.show()  # type: ignore[attr-defined]
        return
    print("\n".join(lines(error, spoken)), file=sys.stderr)


def lines(error: BaseException, spoken: str) -> list[str]:
    """Usage, where to look and what is wrong, in a language."""
    # only who typed wrongly pays
    from jiaosuo.model.core.refusals import by_form

    _, context = speaker(spoken), getattr(error, "ctx", None)
    said = []
    if context is not None:
        said = [_(USAGE, usage=context.get_usage().removeprefix("Usage: "))]
        said += [_(TRY, command=context.command_path, option=context.help_option_names[0]), ""]
    message = error.format_message()  # type: ignore[attr-defined]
    return [*said, _(ERROR, sentence=by_form(message, FORMS, spoken))]


def asked_for(typed: Sequence[str]) -> str:
    """The language of a message about what was typed: that of --lang, though it may not have been read."""
    said = [each.removeprefix("--lang=") for each in typed if each.startswith("--lang=")]
    said += [after for each, after in pairwise(typed) if each == "--lang"]
    for requested in (*said[-1:], os.environ.get("JIAOSUO_LANG") or None, None):
        try:
            return language(requested)
        except ValueError:
            continue
    return ENGLISH
