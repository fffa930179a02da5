"""The room of `why`: answers transplanted from one rule to another, their shares, mechanisms, figure, page."""
