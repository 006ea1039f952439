from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from ui import choices

    lang = st.session_state.get("said", "fr")
    words = {
        "fr": {"a": "Un", "b": "Deux"},
        "en": {"a": "One", "b": "Two"},
        "same": {"a": "Mopti", "b": "Mopti"},
    }
    st.session_state.setdefault("kept", "a")
    choices.bound(
        st.selectbox,
        "bound",
        "Bound",
        words[lang],
        st.session_state["kept"],
        lambda code: st.session_state.update(kept=code),
    )
    chosen = choices.remembered(
        st.segmented_control, "remembered", "Remembered", words[lang], "b", required=True
    )
    many = choices.remembered(st.multiselect, "many", "Many", words[lang], ["a", "gone"])
    st.text(f"{st.session_state['kept']} {chosen} {','.join(many)}")


def says(app: AppTest, said: str) -> AppTest:
    app.session_state["said"] = said
    app.run()
    assert not app.exception
    return app


def test_codes_stay_when_the_words_change() -> None:
    app = says(AppTest.from_function(page), "fr")
    assert app.text[0].value == "a b a"
    app.selectbox[0].select_index(1).run()
    app.button_group[0].set_value("a").run()
    app.multiselect[0].set_value(["a", "b"]).run()
    assert app.text[0].value == "b a a,b"
    says(app, "en")
    assert app.text[0].value == "b a a,b"
    assert (app.selectbox[0].options, app.selectbox[0].value) == (["One", "Two"], "b")
    app.selectbox[0].select_index(0).run()
    assert app.text[0].value == "a a a,b"


def test_codes_of_one_word_are_told_apart() -> None:
    app = says(AppTest.from_function(page), "same")
    assert app.selectbox[0].options == ["Mopti (a)", "Mopti (b)"]
    app.selectbox[0].select_index(1).run()
    assert app.text[0].value.startswith("b")
