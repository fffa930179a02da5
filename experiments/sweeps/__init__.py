"""Sweeps: a study's design, its runs, the store they are kept in, and the driver that brings them there."""
