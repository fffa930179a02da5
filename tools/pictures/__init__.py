"""The pictures of the README, drawn anew by `make pictures`."""
