"""Where runs are done: an engine takes a function and items and gives the results in their order."""
