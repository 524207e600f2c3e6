"""A desktop visualizer of the positional encodings of Transformers."""

__version__ = "0.1.0"
