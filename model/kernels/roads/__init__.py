"""Vehicles on links: routes, queues, spill-back and the traffic of a minute."""
