"""A recorded run: its plan, its chunks and where they are stored."""
