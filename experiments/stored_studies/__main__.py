"""Store each place of a study as a file: `python -m jiaosuo.experiments.stored_studies STUDY.json ...`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jiaosuo.experiments.analyses.surface.again import DIGITS
from jiaosuo.experiments.stored_studies import FOLDER, KEPT
from jiaosuo.model.core.files import put_text


def put(document: dict[str, Any], folder: Path = FOLDER) -> list[Path]:
    """Write one file a place, whole or not at all; refuses another study, or one with failures."""
    names = [each.STUDY for each in KEPT]
    if document["study"] not in names:
        raise SystemExit(f"{document['study']} is not stored; these are: {', '.join(names)}")
    if document["failures"]:
        raise SystemExit(f"{document['study']}: {len(document['failures'])} worlds failed; nothing is stored")
    files = []
    for place in document["places"]:
        rest = {name: value for name, value in document.items() if name != "places"}
        text = (
            json.dumps(shortened(rest | {"place": place}), ensure_ascii=False, separators=(",", ":")) + "\n"
        )
        file = folder / f"{document['study']}-{place['name'].split(' in ')[0]}.json"
        files.append(put_text(file, text))
    return files


def shortened(value: Any) -> Any:
    """Numbers to so many digits: more would be chance."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {name: shortened(each) for name, each in value.items()}
    return [shortened(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for written in put(json.loads(Path(name).read_text(encoding="utf-8"))):
            print(written)
