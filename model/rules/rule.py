"""The eight questions. A rule is a value that answers them for a township, and nothing else.

It says who may attend, from where, through which desk, in which order. It holds no number that scales an
outcome, and no skill. If a rule seems to need an `if`, a question is missing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jiaosuo.model.core import terms
from jiaosuo.model.core.terms import (
    Apportion,
    Authority,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Reach,
    RoadClass,
    SiteLevel,
)


@dataclass(frozen=True)
class Home:
    """Question 1: the level of site a corps works from, and how a squadron district shares it out.

    Parameters
    ----------
    level : SiteLevel
        The kind of site.
    apportion : Apportion, default Apportion.TABLE
        How the officers of the corps are shared out over the townships of one district.
    """

    level: SiteLevel
    apportion: Apportion = Apportion.TABLE


@dataclass(frozen=True)
class Grant:
    """Question 2, a line: what a corps may do at calls of some domains, roads and complexity.

    Parameters
    ----------
    corps : Corps
        The corps.
    authority : Authority
        What it may do there.
    domains : tuple of Domain, optional
        At calls of these domains; without it at all.
    roads : tuple of RoadClass, optional
        On roads of these classes; without it on all.
    complexity : tuple of Complexity, optional
        At calls so complex; without it at all.
    """

    corps: Corps
    authority: Authority
    domains: tuple[Domain, ...] = tuple(Domain)
    roads: tuple[RoadClass, ...] = tuple(RoadClass)
    complexity: tuple[Complexity, ...] = tuple(Complexity)

    def cells(self) -> Iterable[tuple[Corps, Domain, RoadClass, Complexity]]:
        """The cells of the authority table that the line fills.

        Yields
        ------
        tuple of (Corps, Domain, RoadClass, Complexity)
            Every combination.
        """
        for domain in self.domains:
            for road in self.roads:
                for complexity in self.complexity:
                    yield self.corps, domain, road, complexity


@dataclass(frozen=True)
class Desk:
    """Question 3: a desk takes the calls of some domains and sends some corps.

    Parameters
    ----------
    name : str
        What it is called.
    domains : tuple of Domain
        The calls that it takes.
    sends : tuple of Corps
        Whom it may send.
    level : DeskLevel, default DeskLevel.COUNTY
        Whose officers it sees at once.
    """

    name: str
    domains: tuple[Domain, ...]
    sends: tuple[Corps, ...]
    level: DeskLevel = DeskLevel.COUNTY


TURNS = (
    terms.Duty.PAPERWORK,
    terms.Duty.POST,
    terms.Duty.CASE_FILE,
    terms.Duty.OTHER_WORK,
    terms.Duty.COMMUNITY,
    terms.Duty.BEAT,
)
"""The order that every rule on the shelf states: papers, posts at peak, case files, other work for which
there is time, visits owed, then the beat. When the pile grows, what stands last is dropped first."""


@dataclass(frozen=True)
class Duty:
    """Question 5: who does what no call asks for, in which order, and what calls may take them from.

    How much of posts, visits and beats is wanted is a demand of the place and the same under every rule, so
    coverage, visits and hours on the beat follow from how many of these corps are free.

    Parameters
    ----------
    posts : frozenset of Corps
        Who may hold a junction post.
    visits : frozenset of Corps
        Who may visit people.
    beats : frozenset of Corps
        Who may walk a beat.
    turns : tuple of Duty, default TURNS
        The order in which a free officer asks what there is to do; the rest is standby.
    pulled_by : int, default 2
        The least urgent priority that may take an officer off a post.
    reserve : float, default 0
        Share of the officers on duty in a township, able to lead at its order calls, that is held back from
        traffic calls for 110; 0 to 1.
    """

    posts: frozenset[Corps]
    visits: frozenset[Corps]
    beats: frozenset[Corps]
    turns: tuple[terms.Duty, ...] = TURNS
    pulled_by: int = 2
    reserve: float = 0.0


@dataclass(frozen=True)
class Order:
    """Question 6: the order of waiting calls.

    Parameters
    ----------
    shared_queue : bool
        Whether all desks' calls stand in one line.
    behind : mapping of Domain to int, optional
        Steps of priority that are added to a domain.
    preempt : bool, default True
        Whether the most urgent calls divert officers on their way to lesser ones.
    ageing_minutes : float, default 60
        A call gains one step of priority for each so many minutes it has waited.
    """

    shared_queue: bool
    behind: Mapping[Domain, int] = field(default_factory=dict)
    preempt: bool = True
    ageing_minutes: float = 60.0


@dataclass(frozen=True)
class Change:
    """Question 8: what it takes to adopt the rule.

    Parameters
    ----------
    training_days : int, default 0
        Days of training for each officer who needs it.
    disruption_months : int, default 0
        Months in which work goes slower.
    """

    training_days: int = 0
    disruption_months: int = 0


@dataclass(frozen=True)
class Rule:
    """The eight answers as one value: a rule of police integration.

    Parameters
    ----------
    name : str
        What it is called; for people, as `chinese`, `words` and `source`. No outcome may read them.
    chinese : str
        Its Chinese name.
    words : str
        What it says, in a sentence.
    source : str
        Where it comes from.
    home : mapping of Corps to Home
        Answer 1: the site that each corps works from; every corps has one.
    authority : tuple of Grant
        Answer 2: who may attend which calls; where lines overlap the higher holds.
    desks : tuple of Desk
        Answer 3: who takes calls; each domain has exactly one desk.
    handover : frozenset of (str, str)
        Answer 4: from which desk to which a call may be handed over, by their names.
    duty : Duty
        Answer 5: what is done between calls.
    order : Order
        Answer 6: which call comes first.
    reach : mapping of Corps to Reach
        Answer 7: how far from home each corps may be sent; every corps has one.
    change : Change, optional
        Answer 8: what it takes to adopt the rule; without it nothing.

    Raises
    ------
    ValueError
        When a domain has no desk or two, a handover names no desk, a corps is without home or reach, turns do
        not name all of TURNS once, or the reserve is no share.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from jiaosuo import RULES
    >>> separate = RULES["separate"]
    >>> nearer = replace(separate, name="nearer", order=replace(separate.order, preempt=False))
    >>> nearer.answers() == separate.answers()
    False
    """

    name: str
    chinese: str
    words: str
    source: str
    home: Mapping[Corps, Home]
    authority: tuple[Grant, ...]
    desks: tuple[Desk, ...]
    handover: frozenset[tuple[str, str]]
    duty: Duty
    order: Order
    reach: Mapping[Corps, Reach]
    change: Change = field(default_factory=Change)

    def __post_init__(self) -> None:
        served = sorted(domain for desk in self.desks for domain in desk.domains)
        if served != sorted(Domain):
            raise ValueError(f"rule {self.name}: each domain needs exactly one desk")
        named = {desk.name for desk in self.desks}
        if any(name not in named for pair in self.handover for name in pair):
            raise ValueError(f"rule {self.name}: handover names an unknown desk")
        if set(self.home) != set(Corps) or set(self.reach) != set(Corps):
            raise ValueError(f"rule {self.name}: home and reach must answer for every corps")
        if sorted(self.duty.turns) != sorted(TURNS):
            raise ValueError(f"rule {self.name}: turns must name {', '.join(map(str, TURNS))}, each once")
        if not 0 <= self.duty.reserve <= 1:
            raise ValueError(f"rule {self.name}: the reserve must be between 0 and 1")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.name}>"

    def desk_of(self, domain: Domain) -> int:
        """Row of the desk that takes calls of a domain.

        Parameters
        ----------
        domain : Domain
            The domain.

        Returns
        -------
        int
            Place among `desks`, from 0.
        """
        return next(row for row, desk in enumerate(self.desks) if domain in desk.domains)

    def answers(self) -> dict[str, object]:
        """The answers alone, without name and words: two rules with equal answers are the same rule.

        Returns
        -------
        dict
            By question its answer.
        """
        names = ("home", "authority", "desks", "handover", "duty", "order", "reach", "change")
        return {name: getattr(self, name) for name in names}
