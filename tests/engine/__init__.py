"""Tests of the engine: its mathematics, its exactness, its parameters."""
