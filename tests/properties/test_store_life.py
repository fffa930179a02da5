"""A store, whatever happens to it between drives: no run is lost or stands twice, only what is missing runs.

The county is not run here: a world's numbers are made up from its seed and point.
"""

import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from jiaosuo.experiments.sweeps import worker
from jiaosuo.experiments.sweeps.driver import sweep
from jiaosuo.experiments.sweeps.parts import read_part
from jiaosuo.experiments.sweeps.run import failed_rows
from jiaosuo.model.core.errors import InputError
from tests.sweeping import Here, parts, table


def study(replications=2):
    return {
        "preset": "county-town",
        "rules": ["separate", "integrated"],
        "replications": replications,
        "days": 1,
        "outcomes": ["response_mean"],
        "grid": {"delta": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]},
    }


def made_up(design, identity, world):
    """Rows like those of a run."""
    rows = failed_rows(design, identity, world, "none")
    return [
        row | {"error": None, "world_digest": "d", "response_mean": number(row, place), "n_response_mean": 3}
        for place, row in enumerate(rows)
    ]


def number(row, place):
    return int(row["seed"]) * 100 + row["point"] * 10.0 + place


def harmed(content, how, at):
    """The content of a part after something happened to it; one that is empty already stays so."""
    if not content or how == "emptied":
        return b""
    place = at % len(content)
    if how == "cut":
        return content[:place]
    return content[:place] + bytes([content[place] ^ 1 << (at % 8)]) + content[place + 1 :]


class StoreLife(RuleBasedStateMachine):
    """A store beside the plainest account of it: the set of worlds that are in it."""

    @initialize()
    def begin(self):
        self.held = tempfile.TemporaryDirectory()
        self.folder = Path(self.held.name) / "store"
        self.replications, self.stored = 2, set()

    def teardown(self):
        if hasattr(self, "held"):
            self.held.cleanup()

    def drive(self, engine):
        missing = set(range(6 * self.replications)) - self.stored
        with mock.patch.object(worker, "run_world", made_up):
            try:
                sweep(study(self.replications), self.folder, engine=engine)
            except KeyboardInterrupt:
                pass
            else:
                assert set(engine.done) == missing
        assert set(engine.done) <= missing
        assert len(engine.done) == len(set(engine.done))
        self.stored |= set(engine.done)

    @rule(chunks=st.integers(0, 3), backwards=st.booleans())
    def drive_until_stopped(self, chunks, backwards):
        self.drive(Here(stop_after=chunks, backwards=backwards))

    @rule()
    def drive_to_the_end(self):
        self.drive(Here())
        runs = table(self.folder)
        assert runs.height == 12 * self.replications
        assert runs.unique(["world", "rule"]).height == runs.height
        assert runs["error"].null_count() == runs.height
        for row in runs.iter_rows(named=True):
            assert row["response_mean"] == number(row, ["separate", "integrated"].index(row["rule"]))

    @precondition(lambda self: self.stored)
    @rule(
        which=st.integers(0), how=st.sampled_from(["cut", "flipped", "emptied", "deleted"]), at=st.integers(0)
    )
    def harm_a_part(self, which, how, at):
        files = parts(self.folder)
        file = files[which % len(files)]
        try:
            lost = set(read_part(file, ["world"])["world"])
        except InputError:  # harmed before: what it held is lost already
            lost = set()
        file.unlink() if how == "deleted" else file.write_bytes(harmed(file.read_bytes(), how, at))
        self.stored -= lost

    @rule(how=st.sampled_from(["deleted", "rubbish", "cut"]))
    def harm_the_index(self, how):
        index = self.folder / "manifest.sqlite"
        if index.exists():
            content = index.read_bytes()
            written = {"rubbish": b"rubbish" * 300, "cut": content[: len(content) // 2]}
            index.unlink() if how == "deleted" else index.write_bytes(written[how])

    @precondition(lambda self: self.stored)
    @rule()
    def leave_something_unfinished(self):
        (self.folder / "parts" / ".unfinished-by-somebody").write_bytes(b"half a pa")

    @precondition(lambda self: self.replications < 4)
    @rule()
    def ask_for_more_worlds(self):
        self.replications += 1


TestStoreLife = StoreLife.TestCase
TestStoreLife.settings = settings(max_examples=8, stateful_step_count=8, deadline=None)
