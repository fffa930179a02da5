"""Experiments on the model: many runs, compared and told. Each module is imported by its own name."""
