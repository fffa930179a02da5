"""Installs jiaosuo from the wheels beside this file, once, with no network; then runs it.

    python install.py [COMMAND ...]      such as: dashboard, doctor, compare ...
    python install.py --fits             exit 0 if the bundle has wheels for this Python

It is installed in the user's data folder, or where JIAOSUO_INSTALL says; delete that folder to take it away.
Only the standard library is used, in words that an old Python can still read, to tell it that it is too old.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUNDLE = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
WHEELS, REQUIREMENTS = HERE / "wheels", HERE / "requirements.txt"


class Refused(Exception):
    """It cannot be installed: the reason in English and in Chinese."""


def main(words):
    """Install if need be, and run jiaosuo with the words; the exit code is its own."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    if words == ["--fits"]:
        return 0 if fits() else 1
    folder = place()
    try:
        if not is_ready(folder):
            install(folder)
    except Refused as refused:
        say(*refused.args)
        return 1
    return run([str(python_of(folder)), "-m", "jiaosuo.dashboard.cli", *words])


def here():
    """This system and Python, as the bundle calls them."""
    system = {"win32": "windows", "linux": "linux"}.get(sys.platform, sys.platform)
    arm = "-arm" if platform.machine().lower() in ("aarch64", "arm64") else ""
    return f"{system}{arm} with Python {sys.version_info[0]}.{sys.version_info[1]}"


def fits():
    """Whether there are wheels for this Python; one of 32 bits or without the lock (3.13t) takes others."""
    usual = sys.maxsize > 2**32 and not sysconfig.get_config_var("Py_GIL_DISABLED")
    return usual and here() in BUNDLE["targets"]


def place():
    """Where it is installed."""
    given = os.environ.get("JIAOSUO_INSTALL")
    if given:
        return Path(given).absolute()
    if sys.platform == "win32":
        data = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(data) / "jiaosuo" / BUNDLE["version"]


def python_of(folder):
    """The Python of what is installed there."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def mark(folder):
    """What `ready` holds: this bundle, this place (a folder that was moved no longer works), this Python."""
    wheels = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    return "\n".join([wheels, str(folder), sys.base_prefix, here(), ""])


def is_ready(folder):
    """Whether all of it was installed there, from this bundle."""
    try:
        return (folder / "ready").read_text(encoding="utf-8") == mark(folder)
    except (OSError, UnicodeDecodeError):
        return False


def install(folder):
    """Make the environment, install every wheel by its checksum, compile; Refused if it cannot be done."""
    if not fits():
        fitting = ", ".join(BUNDLE["targets"])
        raise Refused(f"this bundle is for {fitting}; this is {here()}", "此机的系统或 Python 版本不适用")
    say(f"Installing jiaosuo in {folder}, once: some minutes", "正在安装，仅此一次，需几分钟")
    make_environment(folder)
    if subprocess.call(pip_install(folder), env={**surroundings(), "PIP_CONFIG_FILE": os.devnull}):
        raise Refused(
            "not all was installed, as said above. Is the copy damaged? Copy the bundle again.",
            "安装未完成，请重新复制安装包",
        )
    say("Compiling the kernels, once: a minute or two", "正在编译计算内核，仅此一次")
    if subprocess.call([str(python_of(folder)), "-m", "jiaosuo.model"], env=surroundings()):
        say("They could not be compiled now; the first run will try again.", "首次运行时会再试")
    (folder / "ready").write_text(mark(folder), encoding="utf-8")


def make_environment(folder):
    """An empty environment, in a folder that is ours or empty."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
            raise Refused(
                f"{folder} holds something else: empty it, or name another in JIAOSUO_INSTALL",
                "该文件夹中有其他内容",
            )
        venv.EnvBuilder(clear=True, with_pip=False, symlinks=os.name != "nt").create(str(folder))
    except OSError as error:
        why = error.strerror or error
        raise Refused(
            f"nothing can be installed in {folder} ({why}): name another in JIAOSUO_INSTALL",
            "无法写入该文件夹",
        ) from None


def pip_install(folder):
    """The command: pip out of its own wheel, as not every Python has it."""
    (pip,) = WHEELS.glob("pip-*.whl")
    where = ["--no-index", "--find-links", str(WHEELS), "--require-hashes", "--only-binary=:all:"]
    quiet = ["--isolated", "--quiet", "--no-cache-dir", "--no-input", "--disable-pip-version-check"]
    return [str(python_of(folder)), str(pip / "pip"), "install", *quiet, *where, "-r", str(REQUIREMENTS)]


def surroundings():
    """No setting of this machine that would send pip elsewhere, and no code from the folder one stands in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    kept.update(PYTHONUTF8="1", PYTHONSAFEPATH="1")
    return kept


def run(command):
    """Run it in our place; where a process cannot be replaced, wait for it."""
    if os.name == "posix":
        os.execve(command[0], command, surroundings())
    try:
        return subprocess.call(command, env=surroundings())
    except KeyboardInterrupt:
        return 130


def say(english, chinese):
    """Tell in both languages, on standard error: standard output is the command's own."""
    print(f"jiaosuo: {english}  {chinese}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
