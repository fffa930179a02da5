"""A picture, a document, an archive given where a table is read: what it is is said, and what to give."""

import io
import zipfile

import pytest

from jiaosuo.experiments.places.tables.table import read_tables
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.file_kinds import (
    ARCHIVE,
    BMP,
    GEOPACKAGE,
    HEIC,
    JPEG,
    KMZ,
    PDF,
    PNG,
    RTF,
    WEB_PAGE,
    WEBP,
    WORD,
    kind_of_file,
)
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.refusals import told
from jiaosuo.model.township import read_townships

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe"


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PICTURE, PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0", BMP),
        (b"RIFF\x10\0\0\0WEBPVP8 ", WEBP),
        (b"\0\0\0\x18ftypheic\0", HEIC),
        (b"%PDF-1.7\n%\xe2\xe3", PDF),
        (b"{\\rtf1\\ansi", RTF),
        (zipped("[Content_Types].xml", "word/document.xml"), WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + "WordDocument".encode("utf-16-le"), WORD),
        (zipped("a.png", "b.csv"), ARCHIVE),
        (zipped("doc.kml"), KMZ),
        (b"Rar!\x1a\x07\0", ARCHIVE),
        (b"SQLite format 3\0\x10", GEOPACKAGE),
        ("\ufeff  <HTML><table>".encode(), WEB_PAGE),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), None),
        (zipped("mimetype", "content.xml"), None),
        (b"PK\x03\x04 and no more", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + "Workbook".encode("utf-16-le"), None),
        ("名称,人口\nBMW,3\n".encode("gb18030"), None),
        (b"BM,population\nGIF,3\n", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes(content, kind):
    assert kind_of_file(content) == kind


@pytest.mark.parametrize("name", ["乡镇.csv", "乡镇.png", "乡镇.xlsx", "乡镇"])
@pytest.mark.parametrize("size", [0, 3_000_000])
def test_a_picture_is_no_table_whatever_its_name(name, size, tmp_path):
    (tmp_path / name).write_bytes(PICTURE + bytes(size))
    with pytest.raises(InputError, match=r"this is a picture \(PNG\); give the table itself") as refused:
        read_tables([tmp_path / name])
    assert "须为表格，而这是图片（PNG）；请给出表格本身" in told(refused.value, "zh")


def test_a_picture_as_a_table_of_the_model_and_as_a_scenario(tmp_path):
    (tmp_path / "townships.csv").write_bytes(PICTURE)
    with pytest.raises(InputError, match=r"must be a CSV file, and this is a picture \(PNG\); give the"):
        read_townships(tmp_path / "townships.csv")
    (tmp_path / "mine.toml").write_bytes(PICTURE)
    with pytest.raises(InputError, match=r"must be a TOML file, and this is a picture \(PNG\)$"):
        read_text(tmp_path / "mine.toml", "scenario file", "TOML")
