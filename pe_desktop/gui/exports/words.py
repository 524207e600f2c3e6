"""What the dialog of an export calls its parameters and their values."""

from __future__ import annotations

LABELS = {
    "size": "Size",
    "theme": "Colours",
    "transparent": "Transparent background",
    "title": "Title",
    "heading": "Title in own words",
    "caption": "Caption with every parameter",
    "colour_bar": "Colour bar",
    "text_size": "Text size",
    "colormap": "Colour map",
    "cursor": "Cursor",
    "letters": "Words",
    "cells": "Cells",
    "google_slides": "Google Slides safe",
    "metadata": "Can be opened again",
    "over": "What moves",
    "start": "From",
    "end": "To",
    "way": "Course",
    "seconds": "Seconds",
    "fps": "Frames a second",
}
"""By the name of a parameter; one that is missing is called by its name."""

OPTIONS = {
    "theme": {"light-contrast": "Light, high contrast", "dark-contrast": "Dark, high contrast"},
    "letters": {"text": "Text that can be edited", "outlines": "Outlines, for PowerPoint"},
    "cells": {"image": "One crisp image", "vector": "Shapes, up to 64 × 64"},
    "way": {"auto": "Auto", "back": "There and back", "around": "Around", "once": "Once"},
    "colormap": {"": "As in the window", "theme": "Of the theme"},
}
"""The words of choices, by the name of their parameter; others begin with a capital."""

PRESETS = {
    "size": {
        "1920x1080": "Slide 16:9, 1080p",
        "3840x2160": "Slide 16:9, 4K",
        "960x1080": "Half a slide",
        "1080x1080": "Square",
        "1920x640": "Wide",
        "88x66mm@300": "Paper column, 88 mm",
        "180x100mm@300": "Paper page, 180 mm",
    },
    "text_size": {"1": "Normal", "1.25": "Large", "1.5": "For the back row", "2": "Twice as large"},
}
"""Values that are offered, as the parameter's kind writes them; any other can be typed."""

EMPTY = {"heading": "As the figure is called", "start": "Auto", "end": "Auto"}
"""What stands in a line of text while it is empty."""


def label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ").capitalize())


def option(name: str, value: str) -> str:
    return OPTIONS.get(name, {}).get(value, value.capitalize())
