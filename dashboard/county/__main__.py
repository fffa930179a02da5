"""The process that reads counties: a message a line comes in, an answer a line goes out."""

from __future__ import annotations

import contextlib
import json
import sys

MOST_MEMORY = 3_000_000_000
"""Bytes of data: a table or a spreadsheet that wants more is none of a county."""


def main() -> None:
    """Answer until the server hangs up."""
    _limit_memory()
    out = sys.stdout
    sys.stdout = sys.stderr  # nothing but answers may go there
    # the limit comes first
    from jiaosuo.dashboard.county.reading import handle
    from jiaosuo.model.core import plugins

    plugins.seal()  # what comes in may list any file
    for line in sys.stdin:
        try:
            answer = handle(json.loads(line))
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:
            answer = {"fault": type(error).__name__}
        out.write(json.dumps(answer, ensure_ascii=True) + "\n")
        out.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # only where there is such a thing

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
