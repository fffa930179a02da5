"""The room of the best mix: the search over maps, the judgement on fresh worlds, the map drawn, the page."""
