"""What a workbook holds beside its values: how far it reaches, hidden rows, cells without a value.

The reader of workbooks (calamine) lays a sheet out in full, from its first cell to its last, and
gives an empty cell for an error and for a formula that no program has calculated. So a sheet is
looked through once before: one that reaches too far is refused before it takes the memory, and
cells that would be lost are kept as text ("#REF!", "=B2+B3").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # nosec B405

from geo.errors import FileError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_BLOCK = 1 << 20
_MOST_HIDDEN = 16_384
_P = rb"(?:\w+:)?"
_CELL = re.compile(rb"<" + _P + rb"c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
_HIDDEN = re.compile(
    rb"<" + _P + rb"row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']"
)
_ERROR = re.compile(
    rb"<" + _P + rb"c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</" + _P + rb"c>).){0,4000}?<" + _P + rb"v>([^<]{1,40})</", re.DOTALL,
)  # fmt: skip
_FORMULA = re.compile(
    rb"<" + _P + rb"c\b(?![^>]*\bt=[\"']str)[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*"
    rb"<" + _P + rb"f\b[^>]*(?:/>|>([^<]{0,8000})</" + _P + rb"f>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)  # fmt: skip
_COLUMNS = re.compile(rb"<" + _P + rb"col\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*>")
_REACH = re.compile(rb"\b(min|max)=[\"'](\d{1,5})[\"']")
_LAST_START = re.compile(rb".*<" + _P + rb"(?:c|row)\b", re.DOTALL)

_ODS_TAG = re.compile(
    rb"<(?:[\w-]+:)?(table(?:-row|-cell|-column)?|covered-table-cell)(?=[\s/>])([^>]*)>(?:<text:p>(#[^<]{1,20})<)?"
)
_ODS_NAME = re.compile(rb"(?<![\w-])name=\"([^\"]*)\"")
_ODS_HIDDEN = re.compile(rb"visibility=\"(?:collapse|filter)\"")
_ODS_TIMES = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d{1,9})\"")


@dataclass(slots=True)
class Unseen:
    """What a sheet holds beside its values.

    Attributes
    ----------
    rows, columns : int
        How far it reaches.
    hidden : list of int
        Numbers of hidden rows.
    hidden_columns : set of int
        Positions of hidden columns, from 0.
    cells : dict
        Text of cells that would be lost, by row and column from 0.
    """

    rows: int = 0
    columns: int = 0
    hidden: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    cells: dict[tuple[int, int], str] = field(default_factory=dict)


def of_xlsx(file: str, archive: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return what each sheet of an XLSX or XLSM workbook holds, by its name."""
    named = {part: name for name, part in _sheets(file, archive, "xl/workbook.xml")}
    parts = [
        part for part in archive.namelist() if part.startswith("xl/worksheets/") and part.endswith(".xml")
    ]
    return {named.get(part, part): _of_sheet(archive, part) for part in dict.fromkeys([*named, *parts])}


def of_ods(archive: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return what each sheet of an ODS workbook holds, by its name."""
    found, sheet, row, times, column = dict[str, Unseen](), Unseen(), 0, 0, 0
    for block in _blocks(archive, "content.xml", re.compile(rb".*(?=<)", re.DOTALL)):
        for tag, said, error in _ODS_TAG.findall(block):
            repeated = int(match[1]) if (match := _ODS_TIMES.search(said)) else 1
            if tag == b"table":
                name = match[1].decode(errors="replace") if (match := _ODS_NAME.search(said)) else ""
                sheet = found.setdefault(unescape(name), Unseen())
                row, times, column = 0, 0, 0
            elif tag == b"table-column":
                if _ODS_HIDDEN.search(said):
                    sheet.hidden_columns |= {*range(column, min(column + repeated, _MOST_HIDDEN))}
                column += repeated
            elif tag == b"table-row":
                row, times, column = row + times, repeated, 0
                if _ODS_HIDDEN.search(said):
                    sheet.hidden.append(row + 1)
            else:
                if error and b'value-type="error"' in said:
                    sheet.cells[row, column] = error.decode()
                column += repeated
                if not said.endswith(b"/") or b"value-type=" in said:
                    sheet.rows, sheet.columns = row + times, max(sheet.columns, column)
    return found


def of_xlsb(archive: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return how far each sheet of an XLSB workbook reaches, by its part."""
    return {
        part: _of_records(archive.read(part))
        for part in archive.namelist()
        if part.startswith("xl/worksheets/") and part.endswith(".bin")
    }


def _of_records(content: bytes) -> Unseen:
    """Walk through the records of a sheet ([MS-XLSB] 2.1.4): their type, length, and data."""
    found, at = Unseen(), 0
    while at < len(content):
        kind, at = _varying(content, at, 2)
        length, at = _varying(content, at, 4)
        if kind == 0:  # BrtRowHdr
            found.rows = int.from_bytes(content[at : at + 4], "little") + 1
        elif 1 <= kind <= 11:  # cells
            found.columns = max(found.columns, int.from_bytes(content[at : at + 4], "little") + 1)
        at += length
    return found


def _varying(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        byte = content[at] if at < len(content) else 0
        value, at = value | (byte & 0x7F) << 7 * place, at + 1
        if not byte & 0x80:
            break
    return value, at


def _of_sheet(archive: zipfile.ZipFile, part: str) -> Unseen:
    found, columns, rows = Unseen(), set[bytes](), 0
    for block in _blocks(archive, part, _LAST_START):
        cells = _CELL.findall(block)
        columns |= {column for column, _ in cells}
        rows = max(rows, max((int(row) for row in {row for _, row in cells}), default=0))
        if b"hidden=" in block:
            found.hidden += map(int, _HIDDEN.findall(block))
            for column in _COLUMNS.findall(block):
                reach = {name: int(value) for name, value in _REACH.findall(column)}
                found.hidden_columns |= {
                    *range(reach.get(b"min", 1) - 1, min(reach.get(b"max", 0), _MOST_HIDDEN))
                }
        for column, row, text in _ERROR.findall(block) if b'"e"' in block or b"'e'" in block else ():
            found.cells[int(row) - 1, _index(column)] = text.decode(errors="replace")
        for column, row, formula in _FORMULA.findall(block) if b"<f" in block or b":f" in block else ():
            found.cells[int(row) - 1, _index(column)] = "=" + formula.decode(errors="replace")
    found.rows, found.columns = rows, max((_index(column) + 1 for column in columns), default=0)
    return found


def _blocks(archive: zipfile.ZipFile, part: str, whole: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield a part in blocks that end before the last beginning of a cell or row in them."""
    left = b""
    with archive.open(part) as content:
        while read := content.read(_BLOCK):
            block = left + read
            cut = match.end() - 1 if (match := whole.match(block)) else len(block)
            cut = block.rfind(b"<", 0, cut + 1) if match else cut
            cut = cut if cut > 0 else len(block)
            yield block[:cut]
            left = block[cut:]
    yield left


def _index(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value - 1


def _sheets(file: str, archive: zipfile.ZipFile, workbook: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each sheet."""
    targets = {
        link.get("Id"): str(link.get("Target"))
        for link in _xml(file, archive, "xl/_rels/workbook.xml.rels")
        if str(link.get("Type")).endswith("/worksheet")
    }
    for sheet in _xml(file, archive, workbook).iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            if target := targets.get(link):
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part in archive.namelist():
                    yield sheet.get("name", ""), part


def _xml(file: str, archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """Parse a small part; a document that declares entities is refused."""
    content = archive.read(part)
    if b"<!" in content.replace(b"<!--", b"") or b"\0" in content:
        raise FileError("xml_entities", file=file)
    return ElementTree.fromstring(content)  # nosec B314
