"""The best mix of rules over townships: search, judgement, map and page."""
