"""What there is to choose from, as lists and pages."""
