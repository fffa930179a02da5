"""What every test shares."""

import os
import tempfile

from hypothesis import settings

from tests.browser import browser as browser

# Whoever runs the tests may have counties of their own: none of them is looked at.
os.environ["JIAOSUO_PLACES"] = os.path.join(tempfile.gettempdir(), "jiaosuo-tests-have-no-places")

# A kernel compiles at its first call: one slow example says nothing about the next.
settings.register_profile("everyday", deadline=None)
settings.load_profile("everyday")
