"""What all kernels stand on: compilation, draws, event list, tables, shortest paths, travel times."""
