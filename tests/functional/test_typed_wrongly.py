"""A command that was typed wrongly is told so in the language of whoever typed it, whichever it is."""

import re

import pytest
import typer

from jiaosuo.dashboard.cli import app, main
from jiaosuo.experiments.cli.usage import FORMS, asked_for
from jiaosuo.model.core.refusals import by_form


def commands(command, words=()):
    for name, each in sorted(getattr(command, "commands", {}).items()):
        yield (*words, name)
        yield from commands(each, (*words, name))


COMMANDS = tuple(commands(typer.main.get_command(app)))


def typed(monkeypatch, capsys, *words, lang=None):
    monkeypatch.setattr("sys.argv", ["jiaosuo", *words])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "JIAOSUO_LANG"):
        monkeypatch.delenv(name, raising=False)
    if lang:
        monkeypatch.setenv("JIAOSUO_LANG", lang)
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    return said.err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_option_that_is_not_there_is_told_in_chinese_by_every_command(words, monkeypatch, capsys):
    said = typed(monkeypatch, capsys, *words, "--no-such", "--lang", "zh")
    assert "错误：没有这个选项：--no-such" in said
    assert re.search(rf"用法：.*jiaosuo {' '.join(words)} \[OPTIONS\]", said)
    assert re.search(rf"查看帮助：.*jiaosuo {' '.join(words)} --help\n", said)
    assert "Error" not in said


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        ("run", "缺少参数 'preset'。", "Missing argument 'preset'."),
        ("run a b c", "多出了参数（b c）", "Got unexpected extra argument(s) (b c)"),
        ("nosuch", "没有这个命令：'nosuch'。", "No such command 'nosuch'."),
        ("place nosuch", "没有这个命令：'nosuch'。", "No such command 'nosuch'."),
        ("run x --days", "选项 '--days' 须带一个值。", "Option '--days' requires an argument."),
        ("run x --json=3", "选项 '--json' 不带值。", "Option '--json' does not take a value."),
        ("run x --rul y", "没有这个选项：--rul（可能是：", "No such option: --rul (Possible options: "),
    ],
)
def test_each_fault_of_typing_in_both_languages(words, chinese, english, monkeypatch, capsys):
    assert chinese in typed(monkeypatch, capsys, *words.split(), lang="zh")
    assert english in typed(monkeypatch, capsys, *words.split())
    assert english in typed(monkeypatch, capsys, *words.split(), lang="klingon")


def test_the_language_is_known_though_the_line_cannot_be_read(monkeypatch):
    monkeypatch.setenv("JIAOSUO_LANG", "en")
    assert asked_for(["run", "--nope", "--lang", "zh"]) == "zh_CN"
    assert asked_for(["run", "--lang=zh-CN", "--nope"]) == "zh_CN"
    assert asked_for(["run", "--lang"]) == "en"
    assert asked_for(["run", "--lang", "klingon"]) == "en"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_chinese(form):
    sentence = re.sub(r"\{\w+\}", "'X'", form)
    assert re.search("[\u4e00-\u9fff]", by_form(sentence, FORMS, "zh"))


def test_a_command_s_own_exit_code_stays(monkeypatch, tmp_path):
    """`place check` ends with 2 where numbers differ, and a command that went well with nothing."""
    monkeypatch.setattr("sys.argv", ["jiaosuo", "place", "new", str(tmp_path / "p")])
    main()
    monkeypatch.setattr("sys.argv", ["jiaosuo", "--help"])
    main()
