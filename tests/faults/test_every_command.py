"""One contract for every command: wrong input is one sentence on standard error and exit code 2.

The commands and their options are read from the command line itself, so a new one is asked as well.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
import typer

from jiaosuo.dashboard.cli import app
from tests.sweeping import ROOT, session, started, tiny, until

LONG = 120

WRONG = {
    "days": ["nan", "-1", "1e999", "1000000000000", "0x10", ""],
    "seed": ["-1", "1.5", "seven", str(2**256), "9" * 5_000, "\udcff"],
    "jobs": ["-1", "many", "2.0", "1025", "9" * 29],
    "workers": ["-1", "many"],
    "replications": ["0", "-1", "1e999", "ten", "9" * 30],
    "set_": ["delta", "delta=nan", "delta=1e999", "delta=0x1", "nothing=1", "=1", "delta=５％"],
    "staffing": ["fair", "", "../../etc/passwd"],
    "rule": ["", "integrate", "../../etc/passwd", "[bold]x", "\0"],
    "rules": ["", ",", "separate", "separate,separate", "separate,nothing"],
    "lang": ["xx", "", "../zh"],
    "out": ["/proc/nothing/here", "/dev/null/x", "x" * 300 + "/x", "/etc/passwd/x"],
    "brief": ["brief.pdf", "", "/proc/nothing/brief.html", "x" * 300 + ".html"],
    "trace": ["dog", ""],
    "weights": ["", "response_mean", "response_mean=nan", "nothing=1"],
    "engine": ["ray", "dask://", "local:9"],
    "port": ["99999", "-1", "ten"],
    "host": ["0.0.0.0", "a host", "999.1.1.1", ""],
    "pages": ["0", "-1", "2001", "ten"],
    "pages_per_address": ["0", "-1", "2001", "ten"],
    "proxy": ["nginx", "", "1.2.3.4.5", "10.0.0.0/99"],
    "root_path": ["lab", "/a/../b", "/assets", "//", "/a b"],
    "certfile": ["/nothing/here", "/dev/null"],
    "keyfile": ["/nothing/here", "/dev/null"],
    "state": ["/proc/nothing/here", "/dev/null", "x" * 300 + "/x"],
    "drain": ["-1", "3601", "ten", "1e3"],
    "log_format": ["xml", ""],
    "public": ["lab.example.edu", "ftp://lab.example.edu", "https://lab.example.edu/page"],
    "open_": ["nothing", "story=nothing", "days=1e999", "place=nothing.toml"],
    "token": ["short", ""],
    "token_file": ["/nothing/here", "/dev/null"],
}
"""What no command takes, by the name of the option; a command that has the option must refuse every one."""

ANSWERED = {("doctor", "--host")}
"""Options whose wrong value is an answer and not a refusal: the doctor says what is wrong with an address."""

NEEDED = {
    "preset": "county-town",
    "place": "county-town",
    "rules": "separate,integrated",
    "study": "study.toml",
    "folder": "nowhere",
    "file": "mine.toml",
    "port": "8765",
    "files": "110.csv",
    "name": "calls.parquet",
    "out": "nowhere.parquet",
    "first": "2025-03-01",
    "what": "rule",
}
"""What a command is given beside what is wrong, by the name of what it asks for."""


def commands(group=None, words=()):
    """Every command with the words that reach it."""
    group = group or typer.main.get_command(app)
    context = typer.Context(group)
    found = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            found |= commands(command, (*words, name))
        else:
            found[(*words, name)] = command
    return found


COMMANDS = commands()


def asked():
    """(words of a command, option, wrong value) for every option that we know something wrong for."""
    for words, command in COMMANDS.items():
        for parameter in command.params:
            known = parameter.param_type_name == "option" and parameter.name in WRONG
            if known and (*words, parameter.opts[-1]) not in ANSWERED:
                yield from ((words, parameter.opts[-1], value) for value in WRONG[parameter.name])


def given(command):
    """The arguments and options that a command cannot do without."""
    for parameter in command.params:
        if parameter.required and parameter.param_type_name == "argument":
            yield NEEDED[parameter.name]
        elif parameter.required:
            yield from (parameter.opts[-1], NEEDED[parameter.name])


ASKED = sorted({(words, option) for words, option, _ in asked()})


@pytest.mark.parametrize(("words", "option"), ASKED, ids=[" ".join([*w, o]) for w, o in ASKED])
def test_every_command_refuses_what_its_option_cannot_be(jiaosuo, monkeypatch, tmp_path, words, option):
    monkeypatch.chdir(tmp_path)
    tiny(tmp_path)
    for value in [wrong for w, o, wrong in asked() if (w, o) == (words, option)]:
        code, out, said = jiaosuo(*words, *given(COMMANDS[words]), f"{option}={value}")
        assert code == 2, (value, said)
        assert out == "", value
        assert "Traceback" not in said
        assert said.startswith(("jiaosuo: ", "Usage: ", "Error: ")), said
        assert len(said) < 2_500
    assert sorted(each.name for each in tmp_path.iterdir()) == ["study.toml", "tiny.toml"]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_refuses_an_option_that_it_does_not_have(jiaosuo, words):
    code, out, said = jiaosuo(*words, "--abolish")
    assert (code, out) == (2, "")
    assert "--abolish" in said
    assert "Traceback" not in said


def test_every_wrong_value_is_asked_of_some_command():
    have = {parameter.name for command in COMMANDS.values() for parameter in command.params}
    assert set(WRONG) <= have


def ran(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "jiaosuo.experiments.cli", *words],
        cwd=ROOT,
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        timeout=LONG,
        **options,
    )


def test_output_that_cannot_be_written_is_a_failure_in_one_sentence():
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = ran("rules", "--json", stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"jiaosuo: No space left on device\n"


def test_a_reader_who_goes_away_is_no_fault_to_tell_of():
    reading, writing = os.pipe()
    os.close(reading)
    done = ran("parameters", "--json", stdout=writing)
    os.close(writing)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_chinese_gets_the_same_json(encoding):
    import json

    told = [
        json.loads(ran("rules", "--json", env=os.environ | {"PYTHONIOENCODING": which}).stdout.decode(which))
        for which in (encoding, "utf-8")
    ]
    assert told[0] == told[1]
    assert any(sign >= "\u4e00" for each in told[0] for sign in each["chinese"])


@pytest.mark.parametrize(
    "words",
    [
        ("run", "county-town", "--days", "3000"),
        pytest.param(
            ("compare", "county-town", "--rules", "separate,integrated", "--days", "3000", "--jobs", "2"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            ("study", "why", "county-town", "--replications", "500", "--jobs", "2"), marks=pytest.mark.slow
        ),
    ],
    ids=lambda words: words[0],
)
def test_ctrl_c_ends_a_command_with_130_and_leaves_no_process(words):
    process = started(*words)
    assert until(lambda: busy(process.pid) > 6, LONG), process.communicate()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "jiaosuo: stopped" in said
    assert until(lambda: not session(process.pid), 20)


def busy(pid):
    """Seconds of processor that the processes of a session have used."""
    from pathlib import Path

    ticks = 0
    for each in session(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
