"""Joined tables in, drawings out: one `View`, one `Scene`, many renderers; no Streamlit."""
