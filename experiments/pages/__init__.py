"""Written pages."""
