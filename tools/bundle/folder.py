"""The folder itself: wheels, the list of them with checksums, start scripts, and what to read."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

from packaging.utils import parse_wheel_filename

from tools.bundle.targets import Target
from tools.bundle.wheels import named, wanted

INSIDE = Path(__file__).parent / "inside"
FOR_TRAINERS = ("teaching.md", "dashboard.md", "lessons.md")
DOCS = (*FOR_TRAINERS, *(f"zh/{name}" for name in FOR_TRAINERS), "parameters.md", "licences.md")

UNTRIED = (
    "\nFor Windows: such bundles were tried with Windows' own Python under Wine, not on Windows itself.\n"
    "Try this one on one machine, with jiaosuo.bat doctor, before the class.\n"
    "Windows 上的安装仅在 Wine 下试过，未经实机试验：上课前请先在一台机器上运行 jiaosuo.bat doctor。"
)


def write_lists(folder: Path, version: str, targets: list[Target]) -> None:
    """requirements.txt, with the checksums of the wheels that lie there, and bundle.json."""
    (folder / "requirements.txt").write_text(requirements(folder / "wheels", version, targets), "utf-8")
    about = {"version": version, "targets": [str(target) for target in targets]}
    (folder / "bundle.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def requirements(wheels: Path, version: str, targets: list[Target]) -> str:
    """One line a distribution: pin, the systems that need it, the checksums of its wheels."""
    there = named(wheels)
    needed = {"jiaosuo": (version, targets)}
    for target in targets:
        for name, pinned in wanted(target).items():
            needed.setdefault(name, (pinned, []))[1].append(target)
    lines = []
    for name, (pinned, by) in sorted(needed.items()):
        files = [file for file in there[name] if str(parse_wheel_filename(file.name)[1]) == pinned]
        sums = " ".join(f"--hash=sha256:{checksum(file)}" for file in files)
        lines.append(f"{name}=={pinned}{marker(by, targets)} {sums}")
    return "\n".join(lines) + "\n"


def marker(by: list[Target], targets: list[Target]) -> str:
    """The systems that need a distribution, as a marker; nothing if all do."""
    if len(by) == len(targets):
        return ""
    said = []
    for system in dict.fromkeys(target.environment["sys_platform"] for target in targets):
        alike = [target for target in targets if target.environment["sys_platform"] == system]
        needing = [target for target in by if target in alike]
        pythons = dict.fromkeys(target.python for target in needing)
        if len(needing) == len(alike):
            said.append(f'sys_platform == "{system}"')
        else:
            said += [f'(sys_platform == "{system}" and python_version == "{each}")' for each in pythons]
    return " ; " + " or ".join(said)


def checksum(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as content:
        digest = sha256()
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def write_scripts(folder: Path, root: Path, version: str, targets: list[Target]) -> None:
    """Start scripts, READ-ME.txt for Notepad too, and the pages an instructor needs."""
    for file in INSIDE.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "READ-ME.txt":
            windows = any(target.system == "windows" for target in targets)
            listed = "\n".join(f"   {target}" for target in targets)
            text = text.format(version=version, targets=listed, windows=UNTRIED if windows else "")
            (folder / file.name).write_text(text, "utf-8-sig", newline="\r\n")
        elif file.suffix == ".bat":
            (folder / file.name).write_text(text, "ascii", newline="\r\n")
        else:
            (folder / file.name).write_text(text, "utf-8", newline="\n")
    for script in folder.glob("*.sh"):
        script.chmod(0o755)
    (folder / "docs" / "zh").mkdir(parents=True)
    for name in DOCS:
        if (page := root / "docs" / name).is_file():
            shutil.copy(page, folder / "docs" / name)
    shutil.copy(root / "LICENSE", folder / "LICENSE")
