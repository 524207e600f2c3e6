"""Tests of what reads files that people bring."""
