"""The room of `why`: answers transplanted between rules, their shares, mechanisms, figure, page."""
