"""What people type with a Chinese input method: signs of full width, and names in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiaosuo.experiments.cli.options import read_rules
from jiaosuo.experiments.inputs.assignments import assignments, number, whole
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.spreadsheet import guarded, unguarded
from jiaosuo.model.core.typed import full_width_sign, half_width, listed
from jiaosuo.model.rules import MAPS, RULES, called, named


@pytest.mark.parametrize(
    "text", ["delta=0.3", "delta＝０．３", "ｄｅｌｔａ＝0。3", "delta　＝　.３", "delta=３ｅ－１"]
)
def test_a_number_of_full_width_is_the_number(text: str) -> None:
    assert assignments([text]) == {"delta": 0.3}


def test_every_number_of_the_command_line_is_read_so() -> None:
    assert whole("seed", "１２") == 12
    assert number("days", "－０．５") == -0.5
    with pytest.raises(InputError, match="'5%' is not allowed; must be a decimal number"):
        number("delta", "５％")
    with pytest.raises(InputError, match="it is given twice"):
        assignments(["delta=1", "ｄｅｌｔａ＝1"])


def test_lists_may_have_commas_of_either_width() -> None:
    assert listed("a,b，c、 d") == ["a", "b", "c", "d"]
    assert listed("a,") == ["a", ""]


@pytest.mark.parametrize(
    ("toml", "line", "sign", "instead"),
    [
        ("[set]\ndelta ＝ 0.3\n", 2, "＝", "="),
        ("[set]\ndelta = ０.3\n", 2, "０", "0"),
        ('title = "甲，乙" # ，\nrules = ["separate"，"integrated"]\n', 2, "，", ","),
        ("title = “秭归”\n", 1, "“", '"'),
        ('a = """\n，\n"""\n【set】\n', 4, "【", "["),
    ],
)
def test_a_sign_of_full_width_in_toml_is_named_with_its_line(
    toml: str, line: int, sign: str, instead: str
) -> None:
    assert full_width_sign(toml) == (line, sign, instead)
    with pytest.raises(InputError) as raised:
        parse_toml(toml, "mine.toml")
    assert str(raised.value) == (
        f"mine.toml, line {line}: {sign!r} is not allowed; "
        f"a sign of full width may only stand inside quotes; type {instead} instead"
    )
    assert "全角符号只能用在引号内" in told(raised.value, "zh")


def test_full_width_in_texts_and_remarks_of_toml_is_well() -> None:
    assert parse_toml('title = "甲，乙" # 全角：（）\n', "mine.toml") == {"title": "甲，乙"}


def test_every_rule_and_map_is_known_by_its_chinese_name() -> None:
    for shelf in (RULES, MAPS):
        for each in shelf.values():
            assert named(each.chinese) is each
            assert called(each.chinese) == each.name == called(each)
    assert named("福建２００３") is MAPS["fujian-2003"]
    assert read_rules("分设，整体合一,stationed、timeline") == [
        "separate",
        "integrated",
        "stationed",
        "timeline",
    ]
    with pytest.raises(InputError, match="known: "):
        named("合一")
    with pytest.raises(InputError, match="known: "):
        named("")


def test_a_file_that_is_not_there_says_which_where_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").touch()
    for name, end in {
        "else.csv": "; check the name, or give the whole path",
        "mimi.toml": "; did you mean mine.toml?",
    }.items():
        with pytest.raises(InputError) as raised:
            read_text(tmp_path / name, "scenario file", "TOML")
        allowed = f"there is no such file in {tmp_path}{end}"
        assert str(raised.value) == str(InputError("scenario file", str(tmp_path / name), allowed))
        chinese = told(raised.value, "zh")
        assert f"{tmp_path} 中没有这个文件" in chinese
        assert "there is" not in chinese
    with pytest.raises(InputError, match=f"there is no folder {tmp_path / 'no'}; check the name") as raised:
        read_text(tmp_path / "no" / "mine.toml", "study", "TOML")
    assert f"没有文件夹 {tmp_path / 'no'}" in told(raised.value, "zh")


@pytest.mark.parametrize("name", ["=1+1", "+86", "-x", "@A1", "'=1", "''@", "plain", "'a'", "", "城关镇"])
def test_a_name_is_no_formula_in_a_table_and_reads_back_as_it_was(name: str) -> None:
    assert guarded(name)[:1] not in tuple("=+-@")
    assert unguarded(guarded(name)) == name


def test_half_width_leaves_what_is_ordinary() -> None:
    assert half_width("a=1, b 汉字") == "a=1, b 汉字"
