"""The report of a sweep: one page that opens offline, its figures and its tables."""
