"""A token is the same for the same thing, guessed by nobody, and forgotten when too many came after."""

from jiaosuo.dashboard.jobs.tokens import Tokens


def test_a_token_leads_to_what_was_given_and_no_other_does():
    tokens = Tokens[str](3)
    one, other = tokens.give("scene", "a", "A"), tokens.give("result", "a", "B")
    assert len({one, other}) == 2
    assert (tokens.of(one), tokens.of(other), tokens.of("x" * 22)) == ("A", "B", None)
    assert tokens.give("scene", "a", "A") == one
    assert Tokens[str](3).give("scene", "a", "A") != one, "each process has a secret of its own"


def test_the_token_given_longest_ago_is_forgotten():
    tokens = Tokens[int](2)
    first, second = tokens.give("k", "1", 1), tokens.give("k", "2", 2)
    tokens.give("k", "1", 1)
    third = tokens.give("k", "3", 3)
    assert [tokens.of(each) for each in (first, second, third)] == [1, None, 3]
