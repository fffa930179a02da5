"""Names in a row, hints of two names and keys of a line are told in Chinese, names as they were typed."""

import pytest

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.refusals import told

SAVE = "save as UTF-8, or say encoding = 'gb18030'"


@pytest.mark.parametrize(
    ("error", "chinese"),
    [
        (
            InputError("x.toml, line 5: dayz", "dayz", "did you mean days or seed? known: a, b and 3 more"),
            "x.toml 第 5 行：dayz：'dayz' 不可用；是否指 days 或 seed？可用的有：a, b 等，另有 3 项",
        ),
        (
            InputError("f", "no.toml", "there is no such file in d; did you mean ok.toml or n0.toml?"),
            "f：'no.toml' 不可用；d 中没有这个文件；是否指 ok.toml 或 n0.toml？",
        ),
        (
            InputError("b.csv", "utf-8", f"line 1 or later has bytes that are none of it; {SAVE}"),
            "第 1 行或之后有不属于该编码的字节",
        ),
        (InputError("b.csv", "utf-8", f"line 1 has bytes that are none of it; {SAVE}"), "第 1 行有不属于"),
        (InputError("store", "nope", "must be a number above 0"), "存储文件夹：'nope'"),
    ],
)
def test_it_is_told_in_chinese(error, chinese):
    assert chinese in told(error, "zh")


def test_a_long_list_ends_in_how_many_there_are_besides():
    error = unknown("parameter", "foo", [f"name_{n:02}" for n in range(30)])
    assert str(error).endswith("and 6 more")
    assert told(error, "zh").endswith("等，另有 6 项")
    assert told(error, "zh").startswith("参数：'foo'")
