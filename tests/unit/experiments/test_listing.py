"""Lists in a terminal: a table where its columns can be read, else one record below the other."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.catalogue import listing


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_a_list_that_is_too_wide_for_a_table_can_be_read(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns a table of eight gave each word three letters a line."""
    monkeypatch.setenv("COLUMNS", columns)
    rows = listing.parameters()[:30]
    listing.show(rows, as_json=False)
    out = capsys.readouterr().out
    told = " ".join(out.split())
    assert all(len(line) <= max(int(columns), *(len(row.name) for row in rows)) for line in out.splitlines())
    if columns != "120":
        for row in rows:
            assert f"meaning: {row.meaning}" in told
            assert f"{row.name} default: " in told


def test_in_a_wide_terminal_it_is_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    listing.show(listing.parameters()[:3], as_json=False)
    assert "┃ name" in capsys.readouterr().out


def test_a_list_speaks_the_readers_language_and_what_is_typed_stays_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    separate = next(row for row in listing.rules() if row.name == "separate")
    listing.show([separate], False, "zh")
    told = "".join(capsys.readouterr().out.split())
    assert all(words in told for words in ("separate", "名称", "交警中队从少数驻点处理交通"))
    assert "Squadrons" not in told
    listing.show([separate], True, "zh")
    assert "Squadrons" in capsys.readouterr().out, "JSON is data: the same in every language"


def test_every_outcome_has_its_chinese() -> None:
    told = {row.name: row.chinese for row in listing.outcomes()}
    assert told["response_mean_rural"] == "到场时间（农村）"
    for name, chinese in told.items():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), name
