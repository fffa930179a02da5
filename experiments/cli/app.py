"""The door of the command line, and how it closes: exit codes and messages."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from jiaosuo.experiments.cli.usage import asked_for, run

if TYPE_CHECKING:
    from jiaosuo.model.core.errors import InputError


class Once(TyperCommand):
    """A command of which an option with a value is given once: of two values, neither is guessed to count."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        values, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for option in {each.name: each for each in order if order.count(each) > 1}.values():
            repeats = option.multiple or getattr(option, "is_flag", False)
            if option.param_type_name == "option" and not repeats:
                # `--help` must not pay for this
                from jiaosuo.model.core.errors import InputError

                raise InputError(option.opts[0], values[option.name], "it is given twice")
        return super().parse_args(ctx, args)


class Door(typer.Typer):
    """Commands that are `Once`."""

    def command[Function: Callable[..., Any]](
        self, *names: Any, **given: Any
    ) -> Callable[[Function], Function]:
        """As in Typer."""
        return super().command(*names, **{"cls": Once} | given)


app = Door(
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

PLUGINS: list[str] = []
"""The files that `--plugin` named, for the command as results repeat it."""


NO_MEMORY = (
    "out of memory: have fewer processes (--jobs 1), or a county of fewer agents "
    "(--set people_per_agent=...) or larger cells (--set cell_km=...)"
)

LEAST_ADDRESSES = 2_000_000_000
"""Bytes that a process of a sweep reserves. With fewer a library ends the process, and no sentence comes."""

SPOKEN: list[str] = []
"""The language that `--lang` asked for, for what goes wrong; empty: that of the surroundings."""


def speak(requested: str | None) -> str | None:
    """Take `--lang` as given, and remember it for messages; InputError for one that is not spoken."""
    if requested is not None:
        # `--help` must not pay for this
        from jiaosuo.model.core.words import language

        SPOKEN[:] = [language(requested)]
    return requested


def _say_version(asked: bool) -> None:
    if asked:
        # who asks for another thing need not look it up
        from jiaosuo.model import __version__

        print(f"jiaosuo {__version__}")
        raise typer.Exit


@app.callback()
def load_plugins(
    _: Annotated[
        bool, typer.Option("--version", help="Say the version.", callback=_say_version, is_eager=True)
    ] = False,
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
        run(app, words)
    except InputError as error:
        fail(_told(error), 2)
    except KeyboardInterrupt:
        fail(STOPPED, INTERRUPTED)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer ends silently
            fail(STOPPED, INTERRUPTED)
        raise
    except MemoryError:
        fail(NO_MEMORY, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _speak_early(words: list[str]) -> None:
    """Take `--lang` before the command is known, for what is wrong with a plug-in."""
    if words[:1] and words[0].startswith("--plugin"):
        speak(asked_for(words))


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


def check_addresses() -> None:
    """End with a sentence where `ulimit -v` leaves too little for worker processes and tables."""
    try:
        import resource  # Windows has none, and no such limit
    except ImportError:
        return
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_ADDRESSES:
        # `--help` must not pay for this
        from jiaosuo.model.core.words import language, translate

        words = translate(
            "this terminal allows {allowed:,} bytes of memory (ulimit -v); a sweep needs {least:,}",
            language(*SPOKEN),
            allowed=allowed,
            least=LEAST_ADDRESSES,
        )
        fail(words, 1)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on standard error and end with the code."""
    print(f"jiaosuo: {message}", file=sys.stderr)
    sys.exit(code)
