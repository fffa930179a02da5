"""The targets of speed and memory, measured by one command."""
