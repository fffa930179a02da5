"""What all kernels stand on: compilation, draws, the event list, the tables, travel times."""
