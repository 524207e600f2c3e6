"""The parts that every window is made of: controls, text, icons, colours and sizes."""
