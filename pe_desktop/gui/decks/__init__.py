"""The deck: slides that are gathered, ordered and exported."""
