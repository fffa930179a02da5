"""What cannot be made one file, and why; apart, because the page hears of it before it knows the model."""

from __future__ import annotations

from jiaosuo.dashboard.choice.problem import Problem


class NotSendable(Exception):
    """What cannot be made one file, and why, in the language of whoever reads it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
