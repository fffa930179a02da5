"""Each place beside the bands of the published figures."""
