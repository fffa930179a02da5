"""What people write, read strictly."""
