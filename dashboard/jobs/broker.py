"""The desk: what the page asks for, and what the crew does next. It never runs the model itself.

`plan` says where every chunk of two worlds will be found; browsers fetch the chunks, and by fetching say
where they look. `verdict`, `theory` and `years` are computed beside, when nobody waits for a picture.
"""

from __future__ import annotations

import hmac
import itertools
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.jobs.background_queue import Errands
from jiaosuo.dashboard.jobs.playback_queue import Next, Wishes
from jiaosuo.dashboard.jobs.worker_pool import Crew, crew_size
from jiaosuo.dashboard.playback.run_plan import Stage, address, effect_of, refused_here, stage
from jiaosuo.dashboard.playback.store import Store, default_folder
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.scenario import Scenario

LEASE = 8.0
"""Seconds for which a browser's request keeps a wish alive."""

FIRST_LEASE = 60.0
"""Seconds that a page has to begin to fetch."""

UNDER_WAY = 15.0
"""Seconds for which requests of a person's plan before this one are not turned away."""

AT_ONCE = 4
"""Chunks that one job may compute on its way to the one that is wanted."""

FIRST_WAIT, PLACE_TAKES, TURN_TAKES, LONGEST_WAIT = 80, 25, 150, 800
"""Milliseconds after which to ask again: more for each place in the line and each stretch before.
Who asks too early costs as much as who asks in time."""

DEATHS_AT_MOST = 3
TOKENS = 400_000
REPLICATIONS = 20


@dataclass(frozen=True)
class Answer:
    """What a browser gets for a token: the bytes with their checksum, or why there are none yet."""

    status: int
    said: dict[str, Any]
    content: bytes | None = None


class TheDesk:
    """One for the server: `start` before use, `close` at the end."""

    def __init__(self, store: Store | None = None, workers: int = 0) -> None:
        self.store = store or Store(default_folder())
        self.crew = Crew(self, self.store.folder, crew_size(workers))
        self.wishes, self.errands = Wishes(), Errands(self.store)
        self._lock = threading.RLock()
        self._secret = secrets.token_bytes(32)
        self._tokens: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._exports: OrderedDict[str, Comparison] = OrderedDict()
        self._flying: dict[str, int] = {}
        self._deaths: Counter[str] = Counter()
        self._numbers = itertools.count(1)

    def start(self) -> TheDesk:
        """Start the crew."""
        self.crew.start()
        return self

    def close(self) -> None:
        """End the crew."""
        self.crew.close()

    # What the page asks

    def plan(self, demand: Comparison, person: str, at: int | None = None) -> dict[str, Any]:
        """Where every chunk of both worlds will be; the person's wish from now on. InputError if wrong.

        `at`: the chunk they look at; without it they look where they looked last.
        """
        stages = {side: stage(demand, side) for side in SIDES}
        with self._lock:
            for staged in stages.values():
                self._look_up(staged)
            now = time.monotonic()
            wish = self.wishes.wish(person, demand.text(), stages, at, now + FIRST_LEASE)
            wish.former_until = now + UNDER_WAY
            worlds = {side: self._world(staged, demand.side(side).rule) for side, staged in stages.items()}
        self.crew.wake()
        left = stages["left"]
        about = {
            "place": demand.place,
            "person": person,
            "minutes": left.minutes,
            "chunk_minutes": left.chunk_minutes,
        }
        return about | worlds

    def warm(self, demand: Comparison) -> None:
        """Have the crew begin with a demand before anybody asks."""
        self.plan(demand, "(nobody)")
        with self._lock:
            self.wishes.renew("(nobody)", time.monotonic() + 300)

    def verdict(self, demand: Comparison, n: int = REPLICATIONS, rules: Sequence[str] = ()) -> dict[str, Any]:
        """Replications of a demand so far: `done` of `wanted`; goes on as long as it is asked for.

        `rules`: run the left side's world under each of these instead of the two sides.
        """
        with self._lock:
            found = self.errands.verdict(demand, n, time.monotonic(), rules)
        self.crew.wake()
        return found

    def theory(self, demand: Comparison) -> dict[str, Any] | None:
        """What queueing theory says of a demand; None while it is worked out."""
        return self._said("call", demand, "left", function="theory")

    def skills(self, demand: Comparison) -> dict[str, Any] | None:
        """The skill that officers begin and end with under both rules; None while it is worked out."""
        return self._said("call", demand, "left", function="skills")

    def years(self, demand: Comparison, side: str) -> dict[str, Any] | None:
        """Outcomes year by year of one side, on a path of years; None while they are worked out."""
        return self._said("years", demand, side)

    def _said(self, what: str, demand: Comparison, side: str, **more: Any) -> dict[str, Any] | None:
        with self._lock:
            found = self.errands.ask(what, demand, side, time.monotonic(), **more)
        self.crew.wake()
        return found

    def effect(self, place: str, name: str) -> str:
        """When a lever moved in mid-play comes into force: `now`, `midnight`, `year`, or `restart`."""
        return effect_of(Scenario.preset(place), name)

    def refused(self, place: str) -> dict[str, str]:
        """Numbers that nobody may set at a place, with the reason."""
        return refused_here(Scenario.preset(place))

    def calls_url(self, demand: Comparison, person: str, form: str) -> str:
        """Where the calls of both worlds so far can be taken away, as `csv` or `parquet`."""
        if form not in ("csv", "parquet"):
            raise InputError("format", form, "csv or parquet is wanted")
        token = self._token("calls", address("calls", demand.text()))
        with self._lock:
            self._exports[token] = demand
            while len(self._exports) > 1_000:
                self._exports.popitem(last=False)
        return f"/export/{token}.{form}"

    def exported(self, token: str) -> Comparison | None:
        """The demand of an export."""
        with self._lock:
            return self._exports.get(token)

    # What a browser fetches

    def kind_of(self, token: str) -> str:
        """What a token stands for: `head`, `scene` or `result`; empty for none that was given."""
        with self._lock:
            return self._tokens.get(token, ("", ""))[0]

    def fetch(self, token: str, person: str, at: int | None) -> Answer:
        """A resource, or how long until it is there; keeps the person's wish alive."""
        with self._lock:
            known = self._tokens.get(token)
            if known is None:
                return Answer(410, {"error": N_("this picture is no longer planned: reload the page")})
            self.wishes.renew(person, time.monotonic() + LEASE, at)
        kind, where = known
        content = self.store.read(kind, where)
        if content is not None:
            return Answer(200, {}, content)
        with self._lock:
            answer = self._not_yet(kind, where, person)
        self.crew.wake()
        return answer

    def _not_yet(self, kind: str, where: str, person: str) -> Answer:
        self.wishes.done.discard(where)
        wish = self.wishes.of(person)
        if wish is None:
            return Answer(410, {"error": N_("this picture is no longer planned: reload the page")})
        mine = [
            (staged, chunk)
            for staged in wish.stages.values()
            for chunk, found in enumerate(staged.heads if kind == "head" else staged.addresses)
            if found == where
        ]
        if not mine and time.monotonic() < wish.former_until and _is_of(wish.former, where):
            return Answer(202, {"place": 0, "of": 0, "state": "former", "progress": 0.0, "message": ""})
        if not mine:
            return Answer(410, {"error": N_("this picture is no longer planned: reload the page")})
        staged, chunk = mine[0]
        for each in staged.addresses[: chunk + 1]:
            if each in self.wishes.failed:
                return Answer(500, {"error": self.wishes.failed[each]})
        line = self.wishes.lately(time.monotonic())
        place = next((n for n, each in enumerate(line) if each.stage is staged), 0)
        turns = max(0, chunk - line[place].chunk) if line and line[place].stage is staged else 0
        wait = min(LONGEST_WAIT, FIRST_WAIT + PLACE_TAKES * place + TURN_TAKES * turns)
        said = {
            "place": place,
            "of": len(line),
            "wait": wait,
            "state": "queued",
            "progress": 0.0,
            "message": "",
        }
        return Answer(202, said | self._progress(staged, chunk, where))

    def _progress(self, staged: Stage, chunk: int, where: str) -> dict[str, Any]:
        if staged.share_wanted and self.errands.share(staged) is None:
            done, of = self.errands.split_progress(staged)
            return {
                "state": "before",
                "reason": "split",
                "progress": done / of,
                "message": f"finding the best split of the force: {done} of {of} runs",
            }
        before = next((n for n, each in enumerate(staged.addresses) if each not in self.wishes.done), chunk)
        if before < chunk:
            return {
                "state": "before",
                "reason": "earlier",
                "progress": before / chunk,
                "message": f"what comes before is computed first: {before} of {chunk} stretches",
            }
        return {"state": "running"} if where in self._flying else {}

    def _look_up(self, staged: Stage) -> None:
        """Which chunks are there already."""
        for each in staged.addresses:
            if (
                each not in self.wishes.done
                and self.store.has("result", each)
                and self.store.has("scene", each)
            ):
                self.wishes.done.add(each)

    def _world(self, staged: Stage, rule: str) -> dict[str, Any]:
        """Addresses become tokens: nobody who was not given one can guess it.

        `rule` is the side's own, whatever townships were changed by hand: by it the player knows its world.
        """
        chunks, last = [], ""
        for chunk, (where, land) in enumerate(zip(staged.addresses, staged.heads, strict=True)):
            begin, end = staged.span(chunk)
            found = {
                "from": begin,
                "to": end,
                "scene": self._url("scene", where),
                "result": self._url("result", where),
            }
            if land != last:
                found["head"], last = self._url("head", land), land
            chunks.append(found)
        return {"rule": rule, "head": chunks[0]["head"], "chunks": chunks}

    def _url(self, kind: str, where: str) -> str:
        token = self._token(kind, where)
        self._tokens[token] = (kind, where)
        self._tokens.move_to_end(token)
        while len(self._tokens) > TOKENS:
            self._tokens.popitem(last=False)
        return f"/tape/{token}"

    def _token(self, kind: str, where: str) -> str:
        signed = hmac.digest(self._secret, f"{kind} {where}".encode(), "sha256")[:16]
        return urlsafe_b64encode(signed).decode().rstrip("=")

    # What the crew asks

    def choose(self, kept: dict[str, set[str]], hand: str, urgent: bool) -> dict[str, Any] | None:
        """A chunk that somebody waits for; else, for a hand that is idle, what may wait."""
        with self._lock:
            now = time.monotonic()
            for wanted in self.wishes.in_line(now):
                job = self._chunk_job(wanted, kept, hand)
                if job is not None:
                    self.wishes.serve(wanted)
                    return job
            if urgent:
                return None
            waiting = self.errands.next(self.wishes.by_person.values(), now, hand)
            return None if waiting is None else waiting | {"id": next(self._numbers), "urgent": False}

    def _chunk_job(self, wanted: Next, kept: dict[str, set[str]], hand: str) -> dict[str, Any] | None:
        staged, share = wanted.stage, None
        if staged.share_wanted:
            share = self.errands.share(staged)
            if share is None:
                return None
        first, holders = self._nearest(staged, wanted.chunk, kept)
        last = min(wanted.chunk, first + AT_ONCE - 1)
        busy = any(
            each in self._flying for each in (*staged.addresses[first : last + 1], staged.state(first))
        )
        if busy or (holders and hand not in holders):
            return None
        number = next(self._numbers)
        for each in staged.addresses[first : last + 1]:
            self._flying[each] = number
        said = {
            "what": "chunk",
            "demand": wanted.wish.demand,
            "side": wanted.side,
            "chunk": last,
            "share": share,
        }
        return said | {"id": number, "urgent": True, "address": staged.addresses[last]}

    def _nearest(self, staged: Stage, chunk: int, kept: dict[str, set[str]]) -> tuple[int, list[str]]:
        """The last chunk up to this whose beginning is at hand or saved, and the hands that have it."""
        for earlier in range(chunk, 0, -1):
            key = staged.state(earlier)
            holders = [name for name, states in kept.items() if key in states]
            if holders or key in self._flying or self.store.has("state", key):
                return earlier, holders
        return 0, []

    def said(self, message: dict[str, Any], job: dict[str, Any]) -> None:
        """Take note of what a hand has done."""
        with self._lock:
            if message["said"] == "wrote":
                if message["kind"] == "result":
                    self.wishes.done.add(message["address"])
                if message["kind"] == "said":
                    self.errands.done(message["address"])
                return
            self._landed(job)
            if message["said"] == "failed":
                self._failed(job, message["error"])
            elif job["what"] == "chunk":
                self.wishes.done.add(job["address"])
            else:
                self.errands.landed(job, aside=message["said"] == "aside")

    def died(self, hand: str, jobs: list[dict[str, Any]]) -> None:
        """Try again what a hand had when it died, but not for ever."""
        with self._lock:
            self.errands.lost(hand)
            for job in jobs:
                self._landed(job)
                self.errands.landed(job)
                self._deaths[job["address"]] += 1
                if self._deaths[job["address"]] >= DEATHS_AT_MOST:
                    del self._deaths[job["address"]]
                    self._failed(job, f"the worker process died {DEATHS_AT_MOST} times while running this")

    def _landed(self, job: dict[str, Any]) -> None:
        for each in [each for each, number in self._flying.items() if number == job["id"]]:
            del self._flying[each]

    def _failed(self, job: dict[str, Any], error: str) -> None:
        if job["what"] == "chunk":
            self.wishes.failed[job["address"]] = error
        else:
            self.errands.failed(job, error)


def _is_of(stages: Iterable[Stage], where: str) -> bool:
    return any(where in staged.addresses or where in staged.heads for staged in stages)


_desk: TheDesk | None = None


def the_desk() -> TheDesk:
    """The desk of this process, started on first request."""
    global _desk
    if _desk is None:
        _desk = TheDesk().start()
    return _desk


def set_desk(desk: Any) -> None:
    """Put a desk in place: the server's own, or a pretended one in tests."""
    global _desk
    _desk = desk


desk = the_desk
"""Short for where it is called often."""
