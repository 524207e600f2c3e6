"""Figures: what is shown, and where it stands."""
