"""`make bundle`: a folder that installs jiaosuo where there is no network."""
