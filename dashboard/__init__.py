"""The page: two worlds side by side, levers moved in mid-play, efficiency emerging.

`dashboard -> experiments -> model`, one way. The web process serves and plans; workers run the model.
"""
