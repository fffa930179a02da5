"""`python -m tools.site [FOLDER]`: make the site in build/site, or in FOLDER."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.site import SITE, build


def main(words: list[str]) -> int:
    """Make the site; 0 if nothing was amiss."""
    out = Path(words[0]).resolve() if words else SITE
    try:
        build(out)
    except subprocess.CalledProcessError:
        print("make docs: the site was not made: see above", file=sys.stderr)
        return 1
    print(out / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
