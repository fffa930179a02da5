"""A visitor's timeline with undo: the past is never rewritten, undo comes back, the link tells all of it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import move_lever, reset_lever, values_in_force, with_rule, with_township
from jiaosuo.dashboard.choice.comparison import MOST_EVENTS, SIDES, from_json
from jiaosuo.dashboard.choice.levers import in_force_from, levers_of
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import MOST_STEPS_BACK, Session
from jiaosuo.model.scenario import parameters

PLACE = "zigui-2004"
DECLARED = parameters()
LEVERS = st.sampled_from(sorted(levers_of(PLACE)))
WHICH = st.sampled_from([*SIDES, "both"])
MINUTE = st.one_of(st.just(0), st.integers(0, 10_200))
SHARE = st.floats(-0.2, 1.2)
WRONG = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.sampled_from([float("nan"), float("inf"), True, 10**400, [], {}]),
)


class Undo(RuleBasedStateMachine):
    """A session beside the plainest account of it: a list of the comparisons that were chosen."""

    @initialize()
    def begin(self):
        self.session = Session(opening(PLACE))
        self.account = [self.session.choice.comparison]

    def noted(self):
        now = self.session.choice.comparison
        if now != self.account[-1]:
            self.account = [*self.account, now][-(MOST_STEPS_BACK + 1) :]

    @rule(name=LEVERS, share=SHARE, minute=MINUTE, which=WHICH)
    def move(self, name, share, minute, which):
        declared = DECLARED[name]
        value = declared.low + share * (declared.high - declared.low)
        value = round(value) if declared.whole else value
        before = self.session.choice
        self.session.act(name, lambda choice: move_lever(choice, name, value, minute, which))
        if self.session.choice != before:
            hold = in_force_from(name, minute)
            for side in SIDES:
                for earlier in {0, hold // 2, hold - 1} if hold > 0 else ():
                    then = values_in_force(before.comparison.side(side), earlier)
                    assert values_in_force(self.session.choice.comparison.side(side), earlier) == then
        else:
            assert name in self.session.errors or in_force_from(name, minute) >= 0
        self.noted()

    @rule(name=LEVERS, value=WRONG, minute=MINUTE)
    def move_wrongly(self, name, value, minute):
        before = self.session.choice
        self.session.act(name, lambda choice: move_lever(choice, name, value, minute))
        assert self.session.choice == before
        assert name in self.session.errors

    @rule(name=LEVERS)
    def put_back(self, name):
        self.session.act(name, lambda choice: reset_lever(choice, name))
        self.noted()

    @rule(which=st.sampled_from(SIDES), name=st.sampled_from(places.rules_of(PLACE)))
    def choose_a_rule(self, which, name):
        self.session.act(which, lambda choice: with_rule(choice, which, name))
        self.noted()

    @rule(which=st.sampled_from(SIDES), township=st.sampled_from(["Maoping", "Atlantis"]))
    def give_a_township_its_own(self, which, township):
        self.session.act(which, lambda choice: with_township(choice, which, township, "integrated"))
        self.noted()

    @precondition(lambda self: len(self.account) > 1)
    @rule()
    def undo(self):
        self.session.undo()
        self.account.pop()
        assert self.session.choice.comparison == self.account[-1]

    @rule(language=st.sampled_from(["en", "zh_CN", "xx"]))
    def speak(self, language):
        comparison = self.session.choice.comparison
        self.session.speak(language)
        assert self.session.choice.comparison == comparison

    @invariant()
    def the_link_and_the_text_say_all_of_it(self):
        choice = self.session.choice
        assert choice.comparison == self.account[-1]
        assert from_json(choice.comparison.text()) == choice.comparison
        assert link.read(link.query(choice)) == (choice, ())

    @invariant()
    def changes_stand_in_order_and_are_bounded(self):
        assert len(self.session.past) <= MOST_STEPS_BACK
        for side in SIDES:
            minutes = [event.minute for event in self.session.choice.comparison.side(side).events]
            assert minutes == sorted(set(minutes))
            assert len(minutes) <= MOST_EVENTS


TestUndo = Undo.TestCase
TestUndo.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
