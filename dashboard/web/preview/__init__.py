"""The first picture: the head of the page in plain HTML and two worlds that move, before Solara is there.

The page's own scripts are small; Solara's bundle is 3.5 MB, of which a browser runs a second before a socket
is even asked for. So the server writes what the page opens with into its first answer, the engine plays the
real recording at once, and Solara's scripts are run once it moves. The player then takes the engine over as
it plays, and this first picture goes: nothing is drawn twice and nothing blinks.
"""

from jiaosuo.dashboard.web.preview.injection import first_picture, with_first
from jiaosuo.dashboard.web.preview.old_browsers import with_browser_script

__all__ = ["first_picture", "with_browser_script", "with_first"]
