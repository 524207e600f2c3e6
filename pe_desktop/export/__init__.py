"""Figures to files: a layout in points, a short display list, one writer a format."""
