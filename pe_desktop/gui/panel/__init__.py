"""The panel at the left: parameters, and the reading at the cursor."""
