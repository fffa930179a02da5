"""The door of the command line, and how it closes: exit codes and messages."""

from __future__ import annotations

import codecs
import json
import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

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

STOPPED = "stopped; nothing is half-written"

PLUGINS: list[str] = []
"""The files that `--plugin` named, for the command as results repeat it."""


SPOKEN: list[str] = []
"""The language that `--lang` asked for, for what goes wrong; empty: that of the surroundings."""


def speak(requested: str | None) -> str | None:
    """Take `--lang` as given, and remember it for messages; InputError for one that is not spoken."""
    if requested is not None:
        # `--help` must not pay for this
        from jiaosuo.model.core.words import language

        SPOKEN[:] = [language(requested)]
    return requested


@app.callback()
def load_plugins(
    plugin: Annotated[
        list[str] | None,
        typer.Option(
            "--plugin",
            metavar="FILE.py",
            help="Load rules, kinds, outcomes, studies from a file; may be repeated, and stand anywhere.",
        ),
    ] = None,
) -> None:
    PLUGINS[:] = plugin or []
    for each in PLUGINS:
        # `--help` must not pay for this
        from jiaosuo.model.core import plugins

        plugins.load(each)


def plugins_first(words: list[str]) -> list[str]:
    """The words of a command line with every `--plugin FILE` in front, before the names they bring."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--plugin":
            front += [word, *[each for each in [next(left, None)] if each is not None]]
        else:
            (front if word.startswith("--plugin=") else rest).append(word)
    return [*front, *rest]


def plugin_words() -> list[str]:
    """The plug-ins as they were typed."""
    return [word for each in PLUGINS for word in ("--plugin", each)]


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for a failure, 2 for bad input, 130 for Ctrl-C."""
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import InputError

    _speak_to_any_terminal()
    SPOKEN.clear()
    words = plugins_first(sys.argv[1:])
    try:
        _speak_early(words)
        app(words)
    except InputError as error:
        fail(_told(error), 2)
    except KeyboardInterrupt:
        fail(STOPPED, 130)
    except SystemExit as end:
        if isinstance(getattr(end.__context__, "__cause__", None), KeyboardInterrupt):  # typer's silent 130
            fail(STOPPED, 130)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _speak_early(words: list[str]) -> None:
    """Take `--lang` before the command is known, for what is wrong with a plug-in."""
    if words[:1] and words[0].startswith("--plugin"):
        typed = [after for word, after in pairwise(words) if word == "--lang"]
        typed += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
        speak(typed[-1] if typed else None)


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
