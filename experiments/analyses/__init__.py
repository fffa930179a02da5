"""The rooms behind the studies that run a design of their own: each its design, result, chart and page."""
