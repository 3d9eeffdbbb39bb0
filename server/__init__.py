"""What stands between the network and Streamlit: headers, limits, and what a visitor sees when something breaks."""
