"""What every test shares."""

from hypothesis import settings

# A kernel compiles at its first call: one slow example says nothing about the next.
settings.register_profile("everyday", deadline=None)
settings.load_profile("everyday")
