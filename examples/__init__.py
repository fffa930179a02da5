"""Examples that run alone and are held against the model by tests."""
