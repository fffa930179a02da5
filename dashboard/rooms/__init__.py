"""Class mode: an instructor opens a room, trainees join by code and nickname. Only `hooks` knows Solara."""

from jiaosuo.dashboard.rooms.question import Question
from jiaosuo.dashboard.rooms.registry import RoomRegistry, the_registry
from jiaosuo.dashboard.rooms.room import Room, Trainee

__all__ = ["Question", "Room", "RoomRegistry", "Trainee", "the_registry"]
