"""The patterns the model is expected to show, run and judged by stated criteria. Which is which:

`shelf/` the patterns, one file each; `setting` what a pattern reads; `effort` how much is run;
`pool` plan, dedupe, run; `along` and `busy` the places that several read;
`findings` and `grid` the results as plain data; `pattern_result` holds them, and
`pattern_page`, `pattern_chart` and `pattern_table` show them.
"""
