"""What a change of rule brings with time, in settlements of each size."""
