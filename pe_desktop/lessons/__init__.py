"""Lessons: files that a teacher writes by hand, each a few steps of words, a figure and what is claimed of it.

Every number in their words is computed when it is shown.
"""
