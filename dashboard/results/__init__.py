"""What came out, as the page shows it."""
