"""What the page asks of worker processes: the broker with its two queues, and the pool of workers."""
