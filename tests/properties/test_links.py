"""Any text is a link: the page opens, says what it left out, and its own link is taken whole."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.comparison import MOST_EVENTS, SIDES, from_json
from jiaosuo.model.scenario import preset_names

RULE = st.sampled_from(["separate", "integrated", "hybrid", "timeline", "abolished", "", "%00", "<b>"])
NUMBER = st.one_of(
    st.integers(-2, 12_000).map(str),
    st.floats().map(repr),
    st.sampled_from(["1e999", "nan", "-0.0", "1_0", " 1", "１", "9" * 5_000, "", "0x1"]),
)
LEVER = st.sampled_from(
    ["delta", "urbanization", "officers_station", "people_per_agent", "colour", "rain", ""]
)
PART = st.one_of(
    st.builds("{}:{}".format, LEVER, NUMBER),
    st.builds("@{}:{}:{}".format, NUMBER, LEVER, NUMBER),
    st.builds("t:{}:{}".format, st.sampled_from(["Maoping", "Atlantis", "a%7Eb", ""]), RULE),
    st.builds("@{}:r:{}".format, NUMBER, RULE),
    st.builds("@{}:t:Maoping:{}".format, NUMBER, RULE),
    st.builds("s:{}".format, st.sampled_from(["workload", "historic", "best-separate", "fair"])),
    st.text(max_size=8),
)
SIDE = st.builds(lambda rule, parts: "~".join([rule, *parts]), RULE, st.lists(PART, max_size=5))
PAIR = st.one_of(
    st.builds("{}={}".format, st.sampled_from([*SIDES, "both"]), SIDE),
    st.builds("{}={}".format, st.sampled_from(["seed", "days", "grain", "at", "v"]), NUMBER),
    st.builds("place={}".format, st.sampled_from([*preset_names(), "nowhere", "../x"])),
    st.builds(
        "{}={}".format, st.sampled_from(["story", "focus", "lang", "weights", "z"]), st.text(max_size=12)
    ),
    st.just("weights=response_mean:2,clear_mean:0.5"),
    st.text(max_size=20),
)
QUERY = st.lists(PAIR, max_size=7).map("&".join)


@given(st.one_of(QUERY, st.text(max_size=60)))
@settings(max_examples=200, deadline=None)
@example("both=~" + "~".join(f"t:a{number}:separate" for number in range(300)))
@example("both=~" + "~".join(f"@{number}:r:separate" for number in range(1, 400)))
@example("left=separate~@0:r:timeline&place=fujian-2002-2015")
@example("left=separate~@5:s:best-separate")
def test_any_text_opens_a_page_whose_own_link_says_the_same_and_is_taken_whole(text):
    choice, notes = link.read(text)
    assert len(notes) <= link.MOST_NOTES + 2
    assert all(note.isprintable() for note in notes)
    assert max(len(choice.comparison.side(which).events) for which in SIDES) <= MOST_EVENTS
    assert from_json(choice.comparison.text()) == choice.comparison
    written = link.query(choice)
    assert len(written) <= link.LONGEST_READ
    assert link.read(written) == (choice, ())


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_packed_bytes_open_a_page(content):
    import base64
    import zlib

    for packed in (content, zlib.compress(content)):
        choice, notes = link.read("z=" + base64.urlsafe_b64encode(packed).decode())
        assert choice.comparison.place in preset_names()
        assert len(notes) <= link.MOST_NOTES + 2


def test_a_link_that_is_wrong_throughout_is_read_no_further():
    """Each wrong part costs a search for the name that was meant: thousands would keep a class waiting."""
    wrong = "~".join(f"t:a{number}:separate" for number in range(300))
    choice, notes = link.read(f"both=~{wrong}~delta:0.25")
    assert notes[-1] == link.NO_FURTHER
    assert "delta" not in dict(choice.comparison.left.values)


def test_a_link_takes_no_more_changes_in_mid_play_than_the_page_does():
    changes = "~".join(f"@{minute}:r:separate" for minute in range(1, MOST_EVENTS + 5))
    choice, notes = link.read(f"left=integrated~{changes}")
    assert len(choice.comparison.left.events) == MOST_EVENTS
    assert str(MOST_EVENTS) in notes[0]
