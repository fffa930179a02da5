"""What `make test` leaves out because it takes long is run by continuous integration."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ci_runs_the_everyday_tests_and_those_that_they_leave_out():
    said = [line.split(" ARGS")[0] for line in (ROOT / ".ci" / "run").read_text().splitlines()]
    assert [each for each in ("make test", "make test-ci", "make test-slow") if each not in said] == []
    makefile = (ROOT / "Makefile").read_text()
    chosen = dict(
        re.findall(r'^(test[a-z-]*): setup.*\n\t.*-m "?([a-z ]+?)"? \$\(ARGS\)', makefile, re.MULTILINE)
    )
    assert chosen == {"test": "not slow and not ci", "test-ci": "ci and not slow", "test-slow": "slow"}
