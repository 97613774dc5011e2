"""Files that are no table of text, whatever they are called: known by their first bytes."""

import re

from clinnet_gui.core.errors import FileRefused

_EXCEL = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\x00\x00\x06\x05\x00")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_EXCEL_PARTS = (b"", b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/")
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"BM\x00", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh91AY", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"(\xb5/\xfd", "a compressed file (zstandard)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!\x1a", "an archive (rar)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"PAR1\x15", "a Parquet file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"RDX2\n", "an R data file"),
    (b"RDX3\n", "an R data file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"\x93NUMPY", "a NumPy array"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML document"))
_JSON = re.compile(rb"\s*(?:\[\s*[\[{]|\{\s*\"[^\"]*\"\s*:)")
_NO_CONTROLS = dict.fromkeys(set(range(32)) - set(b"\t\n\v\f\r"))


def refuse_foreign(head: bytes) -> None:
    """Raise FileRefused where ``head`` (a file's first bytes) belongs to no text table.

    NOT_CSV_EXCEL for workbooks, NOT_CSV for everything else. An archive whose parts cannot be
    named is taken for a workbook: that is what it nearly always is beside clinical tables.
    """
    if head.startswith(_EXCEL) or (head.startswith(_ZIP) and _is_workbook(head)):
        raise FileRefused(
            "This is an Excel workbook, not a CSV file, whatever its name.",
            "Open it in Excel and save the sheet as “CSV UTF-8”, then open that file.",
            "NOT_CSV_EXCEL",
        )
    kind = _kind(head)
    if kind:
        raise _refusal(kind)


def refuse_binary(text: str) -> None:
    """Raise FileRefused where more than 1 in 20 characters of ``text`` is one that no text uses."""
    controls = len(text) - len(text.translate(_NO_CONTROLS))
    if controls * 20 > len(text):
        raise _refusal("a binary file")


def _is_workbook(head: bytes) -> bool:
    length = int.from_bytes(head[26:28], "little")
    name = head[30 : 30 + length]
    is_office = name == b"" or name.startswith(_EXCEL_PARTS[1:])
    return is_office and b"word/" not in head and b"ppt/" not in head


def _kind(head: bytes) -> str:
    start = head.lstrip().lower()
    if head.startswith(_ZIP):
        return "an archive (zip)"
    if _JSON.match(head):
        return "a JSON document"
    if head[128:132] == b"DICM":
        return "a DICOM image"
    named = [kind for magic, kind in _KINDS if head.startswith(magic)]
    named += [kind for magic, kind in _MARKUP if start.startswith(magic)]
    return named[0] if named else ""


def _refusal(kind: str) -> FileRefused:
    return FileRefused(
        f"This is {kind}, not a CSV file, whatever its name.",
        "Export the table as CSV from the program it came from.",
        "NOT_CSV",
    )
