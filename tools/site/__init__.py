"""`make docs`: the pages of docs/ as a site that needs no network."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs"
SITE = ROOT / "build" / "site"
LEFT_OUT = (".buildinfo", "_static/webpack-macros.html")
"""For the next build, and a template of the theme that lies among its styles."""


def build(out: Path = SITE) -> None:
    """Make the site in `out`, whole or not at all; CalledProcessError where Sphinx errs or warns."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".site-") as scratch:
        made = Path(scratch) / "html"
        words = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(Path(__file__).parent)]
        subprocess.run(
            [sys.executable, "-m", "sphinx", *words, "-d", f"{scratch}/doctrees", str(SOURCE), str(made)],
            check=True,
            cwd=ROOT,
        )
        for name in LEFT_OUT:
            (made / name).unlink(missing_ok=True)
        if out.exists():
            shutil.rmtree(out)
        made.rename(out)
