"""Exact answers of queueing theory, usable on their own: arrays in, arrays out."""
