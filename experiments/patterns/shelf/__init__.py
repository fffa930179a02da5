"""The patterns, one file each."""
