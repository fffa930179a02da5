"""One file per story: a page that opens with one question, one chart and one lever, and plays by itself."""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.registry import Shelf

STORIES: Shelf[Story] = Shelf(__name__, Story, "story", "stories")

__all__ = ["STORIES", "Story"]
