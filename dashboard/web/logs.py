"""The server's log as lines of a fixed form, JSON or text, on standard error.

No line holds a secret or a name: our own events carry numbers and words of ours, and of what other code
reports only its kind and where in the code it was are written, never its message, which may quote anything.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from jiaosuo.model.core.errors import unknown

FORMS = ("json", "text")
EVENTS = "jiaosuo.server"
OF_UVICORN = ("uvicorn", "uvicorn.error", "uvicorn.access")
MOST_FRAMES = 12

type Field = str | int | float | bool


def read_form(text: str | None) -> str:
    """A form of log lines as it was written, empty for none; InputError for another."""
    if text is not None and text not in FORMS:
        raise unknown("log-format", text, FORMS)
    return text or ""


def begin(form: str) -> None:
    """From now on all that is logged is written in a form, one line each; without one, as Python does."""
    if not form:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in OF_UVICORN:  # its own handlers would write messages as they are
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger(EVENTS).setLevel(logging.INFO)
    logging.captureWarnings(True)


def event(name: str, **fields: Field) -> None:
    """Something the server did: its name, and plain fields that say nothing of a person."""
    logging.getLogger(EVENTS).info(name, extra={"fields": fields})


class Lines(logging.Formatter):
    """A record as one line: `json`, an object; `text`, the same as NAME=VALUE."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **_fields(record),
        }
        if self.form == "json":
            return json.dumps(said)
        return " ".join(
            f"{name}={json.dumps(value) if _needs_marks(value) else value}" for name, value in said.items()
        )


def _needs_marks(value: object) -> bool:
    text = str(value)
    return not text or any(sign.isspace() or sign in '"=' for sign in text)


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    if record.name == EVENTS:
        return {"event": record.getMessage(), **getattr(record, "fields", {})}
    found: dict[str, object] = {
        "event": "problem",
        "logger": record.name,
        "at": f"{Path(record.pathname).name}:{record.lineno}",
    }
    if record.exc_info and record.exc_info[0] is not None:
        found["error"] = record.exc_info[0].__name__
        frames = traceback.extract_tb(record.exc_info[2])[-MOST_FRAMES:]
        found["trace"] = " < ".join(
            f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in reversed(frames)
        )
    return found
