"""The pages, their cards, and the figures in them, drawn at the pace of the hand."""
