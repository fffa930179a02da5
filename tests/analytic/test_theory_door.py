"""The door of `jiaosuo.model.theory`: every name it offers is there, and documented."""

import pytest

import jiaosuo.model.theory


@pytest.mark.parametrize("name", jiaosuo.model.theory.__all__)
def test_each_name_on_the_door_is_behind_it(name):
    assert getattr(jiaosuo.model.theory, name).__doc__
    assert name in dir(jiaosuo.model.theory)


def test_no_other_name_is():
    with pytest.raises(AttributeError, match="erlang_d"):
        jiaosuo.model.theory.erlang_d  # noqa: B018
