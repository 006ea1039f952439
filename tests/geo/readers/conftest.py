"""Files as people send them, made here: never copies of published ones."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from geo.readers import Sheet, read

Rows = list[list[object]]


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "given.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str = "given.xlsx", **sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def only() -> Callable[..., Sheet]:
    def one(path: Path, **how: object) -> Sheet:
        (sheet,) = read(path, **how)  # type: ignore[arg-type]
        return sheet

    return one
