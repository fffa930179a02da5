"""Class mode: an instructor opens a room, trainees join by code and nickname. The core knows no Solara."""

from jiaosuo.dashboard.rooms.registry import Rooms, the_rooms
from jiaosuo.dashboard.rooms.room import Member, Question, Room

__all__ = ["Member", "Question", "Room", "Rooms", "the_rooms"]
