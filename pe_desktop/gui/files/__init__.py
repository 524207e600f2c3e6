"""What is opened, saved, dropped, copied and pasted."""
