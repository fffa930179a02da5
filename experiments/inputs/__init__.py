"""What people write, read strictly: numbers, texts in any encoding, files as grids of cells, and notes.

Tables of townships and logs of calls are read from here; neither knows the other.
"""
