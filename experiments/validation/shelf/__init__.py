"""The claims. A new file with a `Claim` is the whole change."""
