"""Figures: frozen data that says what is shown, never how it is drawn."""
