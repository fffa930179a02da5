"""How results are written as JSON and read back, whatever was asked: studies and comparisons alike."""
