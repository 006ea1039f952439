"""The least a Streamlit page can be."""

import streamlit as st

st.html('<p id="empty">empty</p>')
