"""`python -m tools.bundle`: write dist/jiaosuo-bundle-VERSION, which installs where there is no network.

    make bundle                                        Linux and Windows, Python 3.12 and 3.13
    make bundle ARGS="--systems linux --pythons 3.13"

The site of `make docs` lies beside the wheels, which come from the package index that pip is set up for. A
system for which the index lacks one is left out, and that is said; the exit code is then 1. The folder
appears whole or not at all.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.utils import parse_wheel_filename

from tools.bundle import wheels
from tools.bundle.folder import write_lists, write_scripts
from tools.bundle.targets import SYSTEMS, Target, targets
from tools.site import build as build_site

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.13", "3.12")


def main(words: list[str] | None = None) -> int:
    """Write the bundle; 0 if it holds all that was asked for."""
    asked = _asked(words)
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=out, prefix=".bundle-") as scratch:
            made, left_out = write(Path(scratch), targets(asked.systems, asked.pythons))
            if made is None:
                return _fail("no system has all its wheels: nothing was written")
            final = out / made.name
            if final.exists():
                shutil.rmtree(final)
            made.rename(final)
    except subprocess.CalledProcessError as error:
        return _fail((error.stderr or f"{error.cmd[2]} failed").strip().splitlines()[-1])
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or out}")
    size = sum(file.stat().st_size for file in final.rglob("*"))
    print(f"{final}  {size / 1e6:,.0f} MB")
    return 1 if left_out else 0


def write(scratch: Path, wanted: list[Target]) -> tuple[Path | None, list[Target]]:
    """The finished folder in `scratch` (None: no target is whole), and the targets that were left out."""
    kept = scratch / "wheels"
    kept.mkdir()
    ours = wheels.build_ours(ROOT, kept)
    wheels.fetch_pip(kept)
    whole, left_out = [], []
    for target in wanted:
        print(f"{target} ...", flush=True)
        fetched = scratch / str(target)
        fetched.mkdir()
        if missing := wheels.fetch(target, fetched, kept):
            print(f"  left out: the index has no wheel of {', '.join(missing)}", flush=True)
            left_out.append(target)
            continue
        whole.append(target)
        for file in fetched.glob("*.whl"):
            file.replace(kept / file.name)
    if not whole:
        return None, left_out
    version = str(parse_wheel_filename(ours.name)[1])
    folder = scratch / f"jiaosuo-bundle-{version}"
    folder.mkdir()
    kept.rename(folder / "wheels")
    write_lists(folder, version, whole)
    write_scripts(folder, ROOT, version, whole)
    print("the site of docs/ ...", flush=True)
    build_site(folder / "site")
    return folder, left_out


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bundle", description="Write a bundle that needs no network.")
    parser.add_argument(
        "--systems", type=_names(tuple(SYSTEMS)), default=["linux", "windows"], metavar="NAME,...",
        help=f"of {', '.join(SYSTEMS)}; default: linux,windows",
    )  # fmt: skip
    parser.add_argument(
        "--pythons", type=_names(PYTHONS), default=list(PYTHONS), metavar="X.Y,...",
        help=f"of {', '.join(PYTHONS)}; default: all",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder to write into; default: dist")
    return parser.parse_args(words)


def _names(known: tuple[str, ...]):
    """Reads NAME,NAME of known names."""

    def read(text: str) -> list[str]:
        names = list(dict.fromkeys(text.split(",")))
        if wrong := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"{wrong[0]!r} is not allowed; known: {', '.join(known)}")
        return names

    return read


def _fail(message: str) -> int:
    print(f"make bundle: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
