"""What nobody expected: said, written down, and survived."""
