"""The least that a lesson could be: a title, three sliders, a number, a chart. The app is timed beside it."""

import math

import plotly.graph_objects as go
import streamlit as st

NAMES = ("red", "green", "blue")

st.title("The least of a lesson")
weights = [st.slider(f"Weight of {name}", 0.01, 1.0, 0.5, 0.01) for name in NAMES]
shares = [weight / sum(weights) for weight in weights]
st.metric("Entropy in bits", f"{-sum(share * math.log2(share) for share in shares):.3f}")
st.plotly_chart(go.Figure(go.Bar(x=NAMES, y=shares)))
