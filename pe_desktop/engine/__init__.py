"""Pure NumPy: encodings, the fields they make, and what is computed from them."""
