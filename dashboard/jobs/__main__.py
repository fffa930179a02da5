"""A worker process: `python -P -m jiaosuo.dashboard.jobs DESCRIPTOR PARENT FOLDER`, started by the pool.

It has a low priority and ends with the server.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from jiaosuo.dashboard.jobs.pipes import end_with, inherited_end, lower_priority


def main(descriptor: int, parent: int, folder: Path) -> None:
    """Work for the server until it hangs up. `descriptor`: of the pipe; `folder`: of the store."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
    lower_priority()
    # imported here, for it takes seconds: by now the process ends with its parent and stands back
    from jiaosuo.dashboard.jobs import worker

    worker.run(inherited_end(descriptor), folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
