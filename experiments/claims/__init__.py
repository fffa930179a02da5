"""Claims about the model, judged by criteria stated beforehand; nobody writes a verdict by hand.

`claim` is an estimate with its criterion, `criterion` the ways of judging one, `judge` judges a family of
claims, `verdict` says what came of it. Patterns, calibration and validation each bring their own claims.
"""
