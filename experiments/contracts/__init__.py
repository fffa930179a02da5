"""What every rule, kind of call, outcome and study keeps: one set of checks on each, ours and a plug-in's.

A check is a function of one value that raises AssertionError with a sentence. `jiaosuo.testing` is the door.
"""
