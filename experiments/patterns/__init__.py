"""The patterns the model is expected to show, run and judged by stated criteria. Which is which:

`shelf/` the patterns, one file each; `spot` what a pattern reads; `changes` the one thing changed at a time;
`effort` how much is run; `pool` plan, dedupe, run; `crossing` where a curve turns; `judge` the verdicts;
`findings` and `grid` the results as plain data; `pattern_result` holds
them, `pattern_page`, `pattern_chart` and `pattern_table` show them.
"""
