"""Exporting a figure: the dialog, its preview, and the work beside the window."""
