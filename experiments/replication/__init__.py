"""Worlds x rules: one world run under each rule and measured on the events that all of them met.

`world` says what is run, `county_run` runs it, `common_events` measures it, `replicate` does all three, and
`columns` lays what many worlds gave side by side. Every comparison, sweep, study and page measures here.
"""
