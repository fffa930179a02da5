"""The words of the project: what each member of the enums means, and the words of the machinery around them.

A word is one msgid of the catalogue, so that its Chinese is the one that the page and the tables show too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from jiaosuo.model.core.terms import (
    Authority,
    CallState,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Duty,
    Reach,
    SettlementSize,
    SiteLevel,
    Staffing,
)
from jiaosuo.model.core.words import N_


@dataclass(frozen=True)
class Entry:
    """A word, and what it means in one line of English."""

    word: str
    meaning: str


def _entries(members: type[IntEnum], *entries: tuple[str, str]) -> Mapping[IntEnum, Entry]:
    return {member: Entry(*said) for member, said in zip(members, entries, strict=True)}


CORPS = _entries(
    Corps,
    (N_("traffic police"), "recruited for traffic; works from squadrons where forces are separate"),
    (N_("station police"), "recruited for a police station: order, cases, service, community"),
    (N_("patrol police"), "recruited for patrols of the street"),
    (N_("auxiliary"), "a civilian who assists and never leads"),
    (N_("traffic specialist"), "of the county brigade: crashes that the simple procedure cannot close"),
    (N_("case specialist"), "of the county brigade: order cases that the simple procedure cannot close"),
)
DOMAINS = _entries(
    Domain,
    (N_("traffic"), "crashes, jams, obstructions, violations"),
    (N_("order"), "disputes, theft, violence"),
    (N_("service"), "requests for help"),
)
COMPLEXITY = _entries(
    Complexity,
    (N_("simple call"), "the simple procedure closes it"),
    (N_("complex call"), "it needs authority for the full procedure, often a specialist"),
)
STATES = _entries(
    CallState,
    (N_("arisen"), "it has happened, and no desk has it yet"),
    (N_("at the desk"), "known, and waiting for an officer"),
    (N_("assigned"), "an officer is on the way"),
    (N_("attended"), "an officer with authority is there"),
    (N_("escalated"), "passed on to who may close it"),
    (N_("cleared"), "an end: closed by who came first"),
    (N_("cleared after escalation"), "an end: closed by whom it was passed on to"),
    (N_("gave up"), "an end: nobody came before the caller's patience ended"),
    (N_("unreported"), "an end: nobody called"),
    (N_("open at the end"), "an end: the run ended first"),
)
DUTIES = _entries(
    Duty,
    (N_("off duty"), "at home; may be recalled"),
    (N_("standing by"), "at the own site, free for calls"),
    (N_("on the beat"), "driving through the own area, seen, free for calls"),
    (N_("at a junction post"), "directing traffic at peak; urgent calls may take the officer off"),
    (N_("community visits"), "meeting people, free for calls"),
    (N_("driving to a call"), "sent by a desk"),
    (N_("at a call"), "handling it, as lead or second officer"),
    (N_("paperwork"), "writing up a case; yields to urgent calls"),
    (N_("training"), "not free"),
    (
        N_("other work"),
        "window, inspections, court, escorts, checks, crossings, meals: each yields as declared",
    ),
    (N_("at a case file"), "hours of investigation that a call has left; yields to all but the least urgent"),
    (N_("keeping the watch"), "at a station's duty desk, until a call that it yields to"),
)
AUTHORITY = _entries(
    Authority,
    (N_("no authority"), "may not be sent to such a call"),
    (N_("may assist"), "may be the second officer"),
    (N_("may lead, and finish if certified"), "leads simple calls; at complex ones, who is skilled enough"),
    (N_("may lead"), "may attend, decide and close"),
)
SITES = _entries(
    SiteLevel,
    (N_("squadron"), "site of the traffic police, one for several townships"),
    (N_("police station"), "one or more for each township"),
    (N_("central station"), "a station that serves several townships"),
    (N_("county brigade"), "at the county seat"),
)
SETTLEMENTS = _entries(
    SettlementSize,
    (N_("county seat"), "the built-up cells of the township that holds the county seat"),
    (N_("squadron town"), "the built-up cells of another township in which a squadron sits"),
    (N_("market town"), "the built-up cells of a township without a squadron"),
    (N_("village"), "all that is not built up"),
)
REACH = _entries(
    Reach,
    (N_("own townships"), "the reach: only where the own site serves"),
    (N_("neighbouring townships"), "the reach: these, and those that touch them"),
    (N_("the whole county"), "the reach: everywhere"),
)
DESKS = _entries(
    DeskLevel,
    (N_("township desk"), "sees the officers of one township at once, others after a handover"),
    (N_("county desk"), "sees all officers of the county at once"),
)
STAFFINGS = _entries(
    Staffing,
    (N_("historic"), "the split between the corps as the place had it"),
    (N_("workload"), "the same officers split by the load of calls and duties"),
    (N_("best-separate"), "the split that serves separate forces best, found by comparing"),
)

QUESTIONS = (
    Entry(N_("where officers work from"), "answer 1, `home`: a site for each corps"),
    Entry(N_("who may do what"), "answer 2, `authority`: by corps, domain, road and complexity"),
    Entry(N_("which desk sends whom"), "answer 3, `desks`: domains taken, corps sent"),
    Entry(N_("which desks pass calls on"), "answer 4, `handover`: pairs of desks"),
    Entry(
        N_("duty beyond calls"),
        "answer 5, `duty`: who holds posts, visits and walks beats, in which order; the reserve",
    ),
    Entry(
        N_("order of waiting calls"), "answer 6, `order`: one queue or several, priority, diversion, ageing"
    ),
    Entry(N_("how far officers may be sent"), "answer 7, `reach`: by corps"),
    Entry(N_("what it takes to adopt the rule"), "answer 8, `change`: training days, months of disruption"),
)

PEOPLE_AND_PLACES = (
    Entry(N_("officer"), "one police officer or auxiliary; keeps corps and skill under every rule"),
    Entry(
        N_("establishment post"), "a place in the staffing plan (corps, township, order); an officer holds it"
    ),
    Entry(N_("desk"), "a call desk such as 110 or 122, and nothing else"),
    Entry(N_("call"), "an incident that somebody reports, or that an officer meets on patrol"),
    Entry(N_("beat"), "the cells through which an officer patrols"),
    Entry(N_("handover"), "the time a call takes from one desk to another"),
    Entry(N_("skill"), "0 to 1 for each domain; grows with cases and training, fades without"),
    Entry(N_("steady-state skill"), "the skill at which learning and fading under a rule balance"),
    Entry(N_("utilisation"), "time driving to calls, at calls and writing up, over time on duty"),
    Entry(N_("case file"), "what a call leaves behind: hours of work with a deadline, and an owner"),
    Entry(N_("duty desk"), "the door of a police station, at which somebody keeps the watch"),
    Entry(N_("surge"), "a short time in which more happens than the rates say"),
)

RUNNING = (
    Entry(N_("place"), "a county with its numbers: a file in `model/scenarios/`, or one of your own"),
    Entry(N_("scenario"), "all that a run depends on: place, rule, numbers, seed, timeline"),
    Entry(N_("rule"), "a value of eight answers; it holds no number that scales an outcome"),
    Entry(N_("lever"), "a number that the user may move"),
    Entry(N_("timeline of changes"), "what changes on which day of a run"),
    Entry(
        N_("world"),
        "land, people, trips and incidents of one seed before policing; the same under every rule",
    ),
    Entry(N_("replication"), "one world, run under each of the rules compared"),
    Entry(N_("comparison"), "rules on the same worlds: a baseline, alternatives, paired differences"),
    Entry(N_("sweep"), "many scenarios by a design, resumable"),
    Entry(N_("study"), "a question with its sweep, its judgement and its page"),
    Entry(N_("fast-forward"), "days of a long path that are not sampled pass at once"),
    Entry(N_("snapshot"), "a copy of the books or of a county at one moment"),
)

MACHINERY = (
    Entry(N_("job broker"), "hands the page's work to workers: queues, leases, answers"),
    Entry(N_("worker pool"), "processes that simulate for the page; one that dies is replaced"),
    Entry(N_("lease"), "the right of a visitor to a running playback, until it is given back or times out"),
    Entry(N_("playback"), "a run that is watched while it is simulated"),
    Entry(N_("recording"), "a finished playback, stored by what it was made from"),
    Entry(N_("chunk"), "some hours of a recording, packed, sent and drawn as one"),
    Entry(N_("background queue"), "verdicts and maps that are worked out when no playback waits"),
    Entry(N_("cache"), "what can be made again and is thrown away first"),
)
