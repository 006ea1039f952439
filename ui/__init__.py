"""Streamlit pages: widgets in, a view out; nothing is calculated here."""
