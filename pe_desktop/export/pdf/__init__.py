"""PDF: painted by Qt, and finished by hand."""
