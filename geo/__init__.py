"""Facts in, joined tables out: areas, rounds, presence; no drawing, no Streamlit."""
