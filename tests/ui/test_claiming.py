from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo import imports
from geo.workspace import Claim


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / "workspace"))


def sheet(folder: Path) -> Path:
    path = folder / "3w.csv"
    pd.DataFrame(
        {
            "Organisation": ["NRC"],
            "Secteur": ["EHA"],
            "Région": ["Mopti"],
            "Cercle": ["Koro"],
            "Activité": ["Forages"],
        }
    ).to_csv(path, index=False)
    return path


def page(path: str, before: tuple) -> None:
    from pathlib import Path as At

    import streamlit as st

    from geo import imports as files
    from ui import claiming

    (report,) = files.check(At(path))
    with st.form("keep"):
        declared = claiming.part(report, before, "en", "form")
        if st.form_submit_button("Keep"):
            st.session_state["claims"] = declared()


def asked(folder: Path, before: tuple[Claim, ...] = ()) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60, args=(str(sheet(folder)), before)).run()
    assert not app.exception
    return app


def kept(app: AppTest) -> tuple[Claim, ...]:
    app.button[0].click().run()
    assert not app.exception
    claims: tuple[Claim, ...] = app.session_state["claims"]
    return claims


def test_a_table_claims_nothing_unless_somebody_says_so(tmp_path: Path) -> None:
    assert kept(asked(tmp_path)) == ()


def test_what_is_declared_is_kept_and_proposed_again(tmp_path: Path) -> None:
    app = asked(tmp_path)
    app.checkbox[0].check()
    app.multiselect[0].select("WSH")
    app.multiselect[1].select("ML05")
    app.text_input[0].input("2026-01")
    app.text_input[1].input("2026-06")
    claim = Claim(("WSH",), "cod2021", ("ML05",), "2026-01-01", "2026-06-30")
    assert kept(app) == (claim,)
    again = asked(tmp_path, (claim,))
    assert kept(again) == (claim,)
    again.checkbox[0].uncheck()
    assert kept(again) == ()


def test_claims_go_with_the_dataset(tmp_path: Path) -> None:
    path = sheet(tmp_path)
    (report,) = imports.check(path)
    claim = Claim((), "cod2021", ("ML",))
    saved = imports.save(report, replace(imports.described(report), claims=(claim,)), path)
    assert saved.claims == (claim,)
    assert imports.described(report).claims == (claim,)
