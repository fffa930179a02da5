"""My county: a place of one's own brought, drawn, corrected, kept and shared on the page.

The page holds a draft (`draft`) and sends it with each change; a process beside the server (`reader`) reads
it with the very functions of `jiaosuo place import` and `check` (`reading`). `keeping` writes folders,
`archive` the file that holds one. Nothing leaves the machine.
"""
