"""Lessons in their panel, and the presentation."""
