"""What a file is by its first bytes, where people give another kind of file than the one that is read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from jiaosuo.model.core.words import N_

TABLE_ITSELF = N_("give the table itself as CSV or XLSX: nothing is read out of pictures and documents")
SAVED_ANEW = N_("open it in a spreadsheet and save it as XLSX or as CSV in UTF-8")
UNPACKED = N_("unpack it and give the table that is in it")
A_MAP = N_("maps are given with --boundaries, --roads, --stations, --people or --water")


@dataclass(frozen=True)
class FileKind:
    """What a file is called in a sentence, and what to give instead where a table is read."""

    what: str
    instead: str


PNG = FileKind(N_("a picture (PNG)"), TABLE_ITSELF)
JPEG = FileKind(N_("a picture (JPEG)"), TABLE_ITSELF)
GIF = FileKind(N_("a picture (GIF)"), TABLE_ITSELF)
BMP = FileKind(N_("a picture (BMP)"), TABLE_ITSELF)
TIFF = FileKind(N_("a picture (TIFF)"), TABLE_ITSELF)
WEBP = FileKind(N_("a picture (WebP)"), TABLE_ITSELF)
HEIC = FileKind(N_("a picture (HEIC)"), TABLE_ITSELF)
PDF = FileKind(N_("a PDF"), TABLE_ITSELF)
WORD = FileKind(N_("a Word document"), TABLE_ITSELF)
SLIDES = FileKind(N_("a presentation"), TABLE_ITSELF)
RTF = FileKind(N_("a text document (RTF)"), TABLE_ITSELF)
WEB_PAGE = FileKind(N_("a web page (HTML)"), SAVED_ANEW)
ARCHIVE = FileKind(N_("an archive (ZIP, RAR, 7z or gzip)"), UNPACKED)
GEOPACKAGE = FileKind(N_("a map or a data base (SQLite)"), A_MAP)
SHAPEFILE = FileKind(N_("a map (Shapefile)"), A_MAP)
KMZ = FileKind(N_("a map (KMZ)"), A_MAP)

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF87a", GIF), (b"GIF89a", GIF),
    (b"II*\0", TIFF), (b"MM\0*", TIFF), (b"%PDF-", PDF), (b"{\\rtf", RTF),
    (b"Rar!\x1a", ARCHIVE), (b"7z\xbc\xaf'\x1c", ARCHIVE), (b"\x1f\x8b", ARCHIVE),
    (b"SQLite format 3\0", GEOPACKAGE), (b"\0\0'\n", SHAPEFILE),
)  # fmt: skip
"""How files begin, by the forms of their formats."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
INSIDE = (
    ("xl/", None), ("word/", WORD), ("ppt/", SLIDES), ("content.xml", None), ("doc.kml", KMZ),
)  # fmt: skip
"""How names in a ZIP begin that tell what it is; None: a spreadsheet, or what may be one."""


def kind_of_file(content: bytes) -> FileKind | None:
    """What a file is that is no text and no spreadsheet; None for those, and for what nobody knows."""
    for start, kind in SIGNATURES:
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return _of_zip(content)
    if content.startswith(OLE):
        return WORD if "WordDocument".encode("utf-16-le") in content else None
    if content[:2] == b"BM" and content[6:10] == b"\0\0\0\0":
        return BMP
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return HEIC
    head = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return WEB_PAGE if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) else None


def _of_zip(content: bytes) -> FileKind | None:
    """A broken one is left to whoever opens it, and so is a spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = opened.namelist()
            mark = opened.read("mimetype")[:80] if "mimetype" in names[:1] else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError):
        return None
    if mark.endswith(b"opendocument.text"):
        return WORD
    for start, kind in INSIDE:
        if any(name.startswith(start) for name in names):
            return kind
    return ARCHIVE
