"""Tables as people keep them (CSV, TSV, spreadsheets), read as townships.

A file becomes a grid of cells (`inputs`), columns (`headings`), and rows (`cells`) of numbers (`numbers`);
totals are left out (`totals`), positions come to kilometres (`positions`), and `table` holds it together.
"""
