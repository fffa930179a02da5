"""What brings a lesson to a page: where a visitor is in it, what the worlds gave, and what is said of it."""
