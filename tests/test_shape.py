"""The shape of the project: data flows one way, and modules stay small."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAY_NOT_IMPORT = {
    "geo": {"layers", "ui", "app", "cli", "streamlit", "folium", "pydeck", "matplotlib"},
    "layers": {"ui", "app", "cli", "streamlit"},
    "ui": {"app", "cli", "folium", "pydeck", "matplotlib"},
}
MODULES = [path for package in MAY_NOT_IMPORT for path in ROOT.glob(f"{package}/**/*.py")]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_data_flows_one_way() -> None:
    assert len(MODULES) > 200
    against = {
        str(path.relative_to(ROOT)): wrong
        for path in MODULES
        if (wrong := imports(path) & MAY_NOT_IMPORT[path.relative_to(ROOT).parts[0]])
    }
    assert not against, against


def test_no_module_is_too_large() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }
    large = {name: count for name, count in lines.items() if count > 400}
    assert not large, large


def test_only_text_and_the_address_know_the_query() -> None:
    for path in ROOT.glob("ui/**/*.py"):
        if path.name != "address.py":
            assert "query_params" not in path.read_text(encoding="utf-8"), path


def test_tables_leave_as_text_by_one_module() -> None:
    own = (
        "geo/spreadsheet.py",
        "geo/build/",
        "geo/tables.py",
        "geo/tally.py",
    )  # ours to read, or only a digest
    for path in (*MODULES, ROOT / "cli.py"):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(own):
            assert not re.search(r"to_csv|csv\.(writer|DictWriter)", path.read_text(encoding="utf-8")), name


CHOICES = {"selectbox", "segmented_control", "radio", "pills", "multiselect", "select_slider"}


def test_widgets_to_choose_from_give_codes_back() -> None:
    for path in ROOT.glob("ui/**/*.py"):
        if path.name in ("choices.py", "briefing_page.py"):  # whose fields are read at the press
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = (
                node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            )
            assert called not in CHOICES, f"{path}:{getattr(node, 'lineno', 0)}: use ui.choices"
