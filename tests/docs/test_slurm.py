"""The file for Slurm in docs/experiments.md is right by the library's own word; no Slurm is needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

dask_jobqueue = pytest.importorskip("dask_jobqueue")

PAGE = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
BLOCK = re.search(r"```python\n(from dask_jobqueue import SLURMCluster\n.*?)```", PAGE, re.DOTALL)[1]
SHOWN = re.search(r"```text\n(#!/usr/bin/env bash\n.*?)```", PAGE, re.DOTALL)[1]


def documented() -> tuple[dict[str, Any], list[str]]:
    """What the page hands to SLURMCluster, and what it does with the cluster."""
    handed: dict[str, Any] = {}
    done: list[str] = []

    class Recorder:
        scheduler_address = "tcp://somewhere:8786"

        def __init__(self, **given: Any) -> None:
            handed.update(given)

        def scale(self, jobs: int) -> None:
            done.append(f"scale {jobs}")

        def job_script(self) -> str:
            done.append("job_script")
            return ""

    code = BLOCK.replace("from dask_jobqueue import SLURMCluster", "")
    exec(code, {"SLURMCluster": Recorder, "input": lambda _: "", "print": lambda _: None})
    return handed, done


def cluster(**given: Any) -> Any:
    """A cluster of no jobs, its scheduler on a free port."""
    return dask_jobqueue.SLURMCluster(**given | {"scheduler_options": {"port": 0}})


@pytest.mark.filterwarnings("error::DeprecationWarning", "error::FutureWarning")
def test_the_documented_arguments_give_the_documented_script() -> None:
    handed, done = documented()
    assert done == ["job_script", "scale 50"]
    with cluster(**handed) as made:
        script = re.sub(r"(tcp://[^ ]+):\d+", r"\1:8786", made.job_script())
    pieces = [re.escape(" ".join(piece.split())) for piece in SHOWN.split("...")]
    assert re.fullmatch(".*?".join(pieces), " ".join(script.split())), script


def test_its_workers_are_what_the_engine_asks_for() -> None:
    """One thread each: `experiments/engines/dask.py` refuses others."""
    handed, _ = documented()
    with cluster(**handed) as made:
        assert "--nthreads 1 " in made.job_script()
    with cluster(**handed | {"cores": 4}) as made:
        assert "--nthreads 4 " in made.job_script()


def test_an_argument_that_the_library_does_not_know_is_found() -> None:
    handed, _ = documented()
    with pytest.raises((TypeError, ValueError)), cluster(**handed, job_script_prolog=["exit 1"]):
        pass


@pytest.mark.parametrize("name", ["PBSCluster", "LSFCluster"])
def test_the_other_clusters_that_the_page_names_exist(name: str) -> None:
    assert name in PAGE
    assert hasattr(dask_jobqueue, name)
