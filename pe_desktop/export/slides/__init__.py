"""Pages as slides of PowerPoint: text, lines and shapes that can be edited, and cells as pictures (ECMA-376)."""
