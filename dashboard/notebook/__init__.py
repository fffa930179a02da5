"""What a notebook has beside the experiments: two worlds that play in a cell, and what can be played."""
