"""The page: what a visit rests on, what its panels show, what its controls do."""
