"""Commands, parameters and presets found by their names."""
