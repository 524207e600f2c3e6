"""What people bring: files in, checked tables and encodings out."""
