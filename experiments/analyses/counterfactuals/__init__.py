"""The room of the histories: what was, what might have been instead, and the difference it made."""
