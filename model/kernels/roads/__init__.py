"""Vehicles on links: routes, queues and the traffic of a minute."""
