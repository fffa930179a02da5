"""The door of the command line, and how it closes: exit codes and messages."""

from __future__ import annotations

import codecs
import json
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from jiaosuo.experiments.cli.usage import run

if TYPE_CHECKING:
    from jiaosuo.model.core.errors import InputError

app = typer.Typer(
    name="jiaosuo",
    help=(
        "A police-integration laboratory: what changes when traffic police merge with police stations "
        "(交所合一)?"
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

INTERRUPTED = 130
"""What Ctrl-C ends a program with, and so typer does."""

STOPPED = "stopped; nothing is half-written"


SPOKEN: list[str] = []
"""The language that `--lang` asked for, for what goes wrong; empty: that of the surroundings."""


def speak(requested: str | None) -> str | None:
    """Take `--lang` as given, and remember it for messages; InputError for one that is not spoken."""
    if requested is not None:
        # `--help` must not pay for this
        from jiaosuo.model.core.words import language

        SPOKEN[:] = [language(requested)]
    return requested


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for a failure, 2 for bad input, 130 for Ctrl-C."""
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import InputError

    _speak_to_any_terminal()
    SPOKEN.clear()
    try:
        run(app)
    except InputError as error:
        fail(_told(error), 2)
    except KeyboardInterrupt:
        fail(STOPPED, INTERRUPTED)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer ends silently
            fail(STOPPED, INTERRUPTED)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _told(error: InputError) -> str:
    """Bad input in the language asked for; in English if that itself is what is wrong."""
    # only who is refused pays
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.refusals import told

    try:
        return told(error, *SPOKEN)
    except InputError:
        return str(error)


def _speak_to_any_terminal() -> None:
    """Signs that the terminal or the file has no code for are written as JSON escapes them, not refused."""
    codecs.register_error("as-json", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="as-json")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on standard error and end with the code."""
    print(f"jiaosuo: {message}", file=sys.stderr)
    sys.exit(code)
