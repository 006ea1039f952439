"""The least a Streamlit page can be: what the first map is measured against."""

import streamlit as st

st.html('<p id="empty">empty</p>')
