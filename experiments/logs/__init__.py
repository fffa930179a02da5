"""Logs of calls (110/122 接处警, CAD): read into one table, checked, described, made anonymous, written.

A file becomes batches of texts (`sources`), its headings our columns (`headings`), texts times (`times`),
words of ours (`words`, `type_map`) and places of the county (`positions`); `importing` holds it together and
`call_log` is the table that comes out. `checking`, `describing`, `deidentify` and `export` work on that.
"""
