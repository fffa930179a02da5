"""Why two rules differ: answers transplanted between them, their shares, mechanisms, chart and page."""
