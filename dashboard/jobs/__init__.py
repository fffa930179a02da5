"""Work done beside the page: the job broker, its queues, the worker pool."""
