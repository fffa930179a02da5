"""Training: what an hour buys and costs under two rules, today and in the long run; chart and page."""
