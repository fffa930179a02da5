"""What the panels show: a visitor's session turned into the plain data that each panel takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import outcomes, places
from jiaosuo.dashboard.choice.axis import grows
from jiaosuo.dashboard.choice.choice import Choice, values_as_moved
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.idle_levers import why_idle
from jiaosuo.dashboard.choice.levers import LABELS as LEVER_LABELS
from jiaosuo.dashboard.choice.levers import levers_of, sliders
from jiaosuo.dashboard.choice.scene import Scene
from jiaosuo.dashboard.choice.session import WORLDS, Session
from jiaosuo.dashboard.choice.side_names import format_levers, format_value, side_names
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.dashboard.county import panel as county_panel
from jiaosuo.dashboard.lessons import moves
from jiaosuo.dashboard.lessons.panel import menu
from jiaosuo.dashboard.lessons.progress import lesson_of
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.results import export_calls, path_of_years, verdict
from jiaosuo.dashboard.results.sheet import Block, SheetData
from jiaosuo.dashboard.rooms.locks import PLACE
from jiaosuo.dashboard.rooms.room import LOCKED
from jiaosuo.dashboard.sending.film_line import FilmLine, stem
from jiaosuo.experiments.charts.rendering import source_line
from jiaosuo.experiments.comparison.moments import SENTENCES
from jiaosuo.experiments.inference.trust import trust_sentence
from jiaosuo.model.core.words import N_
from jiaosuo.model.own_places import parted
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.scenario import TIMELINE

MASTHEAD = {
    "kicker": N_("Police integration laboratory"), "controls": N_("What is shown"),
    "story": N_("Story or lesson"), "stories": N_("Stories"), "lessons": N_("Lessons, ten minutes each"),
    "no_story": N_("none: free play"), "place": N_("Place"),
    "own": N_("My counties"), "county": N_("My county"), "share": N_("Link to this"),
    "link": N_("Whoever opens this link sees the same"), "copied": N_("Copied."),
    "copy_by_hand": N_("Marked: copy it by hand."), "close": N_("Close"), "classroom": N_("Class"),
    "lost": N_("The server cannot be reached. What is loaded plays on. Levers, rules and staffing that you "
               "change now are kept and count when it is back; weights, prices and files are not."),
    "ending": N_("The server is about to be ended. What you see stands in the address of this page, which "
                 "loads again by itself once the server is back."),
    "back": N_("The server is back. The page loads again where it was."),
}  # fmt: skip
SIDES_WORDS = {"staffing": N_("Staffing"), "rule": N_("Rule"), "clear": N_("take back")}
LABELS = {"left": N_("Left"), "right": N_("Right")}
STAFFINGS = {
    "workload": N_("by workload"),
    "historic": N_("as it was"),
    "best-separate": N_("best for separate"),
}


def spoken(words: Mapping[str, str], language: str) -> dict[str, str]:
    """Marked words in a language."""
    return {key: speaker(language)(word) for key, word in words.items()}


def locked(session: Session, name: str = PLACE) -> str:
    """Why something cannot be changed here, in a sentence; empty where no room locks it."""
    return speaker(session.choice.language)(LOCKED) if name in session.locked else ""


def masthead(session: Session, model: str) -> dict[str, Any]:
    """Title, story, place, language, link, notes."""
    choice = session.choice
    _, place = speaker(choice.language), places.describe_place(choice.comparison.place, choice.language)
    opened = _title_and_words(choice)
    return {
        "title": _(opened[0]) if opened else place.title,
        "text": _(opened[1]) if opened else place.question,
        "words": spoken(MASTHEAD, choice.language),
        "lang": choice.language,
        "link": link.query(choice, model),
        "room": session.room,
        "stories": [{"name": each.name, "title": _(each.title)} for each in STORIES.values()],
        "lessons": menu(choice.language),
        "story": moves.IN_THE_MENU + choice.lesson.name if choice.lesson else choice.story,
        "places": [
            {"name": each.name, "title": each.title}
            for each in places.places_in_menu(choice.comparison.place, choice.language)
        ],
        "own": county_panel.own(session),
        "place": choice.comparison.place,
        "locked": locked(session),
        "notes": list(session.notes),
        "error": " ".join(
            session.errors.get(name, "")
            for name in ("place", "story", "language", "lesson")
            if name != "lesson" or not choice.lesson
        ).strip(),
    }


def _title_and_words(choice: Choice) -> tuple[str, str] | None:
    """Title and words of the lesson or the story that is open, as messages."""
    if choice.lesson:
        lesson = lesson_of(choice.lesson)
        return lesson.title, lesson.playing(choice.lesson.step).title
    story = STORIES[choice.story] if choice.story else None
    return (story.title, story.words) if story else None


def _scene(choice: Choice) -> Scene | None:
    """What says how fast the worlds play and which slider comes first."""
    if choice.lesson:
        return lesson_of(choice.lesson).playing(choice.lesson.step)
    return STORIES[choice.story] if choice.story else None


def sides(session: Session) -> dict[str, Any]:
    """Rule and staffing of both sides."""
    choice = session.choice
    _ = speaker(choice.language)
    known = places.rules_of(choice.comparison.place)
    groups = (
        (_("One rule everywhere"), [name for name in known if name in RULES]),
        (_("A rule for each township"), [name for name in known if name in MAPS]),
        (_("Changing over time"), [name for name in known if name == TIMELINE]),
    )
    return {
        "words": spoken(SIDES_WORDS, choice.language),
        "sides": [_side(session, which) for which in SIDES],
        "groups": [
            {
                "label": label,
                "rules": [{"name": name, "label": rule_label(name, choice.language)} for name in names],
            }
            for label, names in groups
            if names
        ],
        "staffings": [{"name": name, "label": _(label)} for name, label in STAFFINGS.items()],
    }


def _side(session: Session, which: str) -> dict[str, Any]:
    choice = session.choice
    _, one = speaker(choice.language), choice.comparison.side(which)
    townships = [f"{name}: {rule_label(rule, choice.language)}" for name, rule in one.townships]
    changes = _(", ").join(filter(None, [*townships, format_levers(one, choice.language)]))
    return {
        "name": which,
        "label": _(LABELS[which]),
        "rule": one.rule,
        "staffing": one.staffing,
        "words": places.describe_rule(one.rule, choice.language),
        "changes": changes,
        "error": session.errors.get(which, ""),
    }


def rule_label(name: str, language: str) -> str:
    """A rule as the menus name it: in English with its Chinese name beside it."""
    said = speaker(language)(name).replace("_", " ")
    if name == TIMELINE:
        return speaker(language)(N_("as the place's timeline says"))
    chinese = (RULES[name] if name in RULES else MAPS[name]).chinese
    return said if chinese == said else f"{said} · {chinese}"


def player(session: Session) -> dict[str, Any]:
    """What the player takes besides the plan: settings, levers, names, marks."""
    choice = session.choice
    _ = speaker(choice.language)
    left_now, right_now = (values_as_moved(choice, which) for which in SIDES)
    scene = _scene(choice)
    left, right = side_names(choice.comparison, choice.language)
    years = [each.to_json() for each in path_of_years.years(choice.comparison, choice.language)]
    now = (left_now, right_now)
    names = _first(choice)
    idle = {name: why_idle(name, choice.comparison, now, choice.language) for name in names}
    place, mode = choice.comparison.place, choice.comparison.mode
    levers = sliders(place, now, choice.language, session.errors, names, mode, idle)
    return {
        "settings": {
            "person": session.person,
            "acknowledged": session.acknowledged,
            "place": choice.comparison.place,
            "speed": scene.speed if scene else 1440 if grows(choice.comparison) else 168,
            "start": choice.minute,
            "playing": True,
            "focus": choice.focus,
            "chart": choice.focus,
            "hidden": session.hidden,
            "errors": dict(session.errors),
            "note": "",
            "lever": scene.lever if scene else "",
            "sides": {"left": {"name": left}, "right": {"name": right}},
            "outcomes": [each.to_json() for each in outcomes.menu(choice.language)],
            "marks": marks(choice),
            "cite": cite(choice),
            "film": film(choice),
            "undo": bool(session.past),
            "years": years or None,
            "next": _next(session),
            "locked": {"names": sorted(session.locked), "why": _(LOCKED)},
            "clock": asdict(session.clock) | {"why": _(TIED)} if session.clock else None,
        },
        "levers": [each.to_json() for each in levers],
        "rules": [{"name": name, "label": rule_label(name, choice.language)} for name in RULES],
    }


TIED = N_("The instructor's clock holds for all.")
CITE = N_(
    "{place}, one world (seed {seed}) of {days} d: no interval stands on one world; the verdict rests on {n}."
)


def cite(choice: Choice) -> list[str]:
    """What a saved chart says of itself: place, world, when after the change, how sure, and the program."""
    comparison = choice.comparison
    _ = speaker(choice.language)
    title = places.describe_place(comparison.place, choice.language).title
    one = _(CITE, place=title, seed=comparison.seed, days=f"{comparison.days:g}", n=WORLDS)
    return [one, _(SENTENCES[verdict.time_of(comparison)]), source_line(choice.language)]


def film(choice: Choice) -> dict[str, str]:
    """What a film of these worlds says of itself, and how its file's name begins."""
    comparison, opened = choice.comparison, _title_and_words(choice)
    title = speaker(choice.language)(opened[0]) if opened else ""
    place = places.describe_place(comparison.place, choice.language).title
    names = side_names(comparison, choice.language)
    rules = [comparison.side(side).rule for side in SIDES]
    return {
        "line": FilmLine(title, place, names, comparison.seed).told(choice.language),
        "name": stem(parted(comparison.place)[0], *rules),
    }


def _next(session: Session) -> dict[str, str] | None:
    """The story after this one, and the link that opens it; none in a room or a lesson, which lead on."""
    choice, names = session.choice, list(STORIES)
    if session.room or choice.lesson:
        return None
    name = names[(names.index(choice.story) + 1) % len(names)] if choice.story in names else names[0]
    title = speaker(choice.language)(STORIES[name].title)
    return {"title": title, "query": f"story={name}&lang={choice.language}"}


def _first(choice: Choice) -> list[str]:
    """The order of the sliders: that of the story or lesson comes first."""
    scene = _scene(choice)
    lever = scene.lever if scene else ""
    known = levers_of(choice.comparison.place, choice.comparison.mode)
    return sorted(known, key=lambda name: name != lever)


def marks(choice: Choice) -> list[dict[str, Any]]:
    """The changes in mid-play, for the scrubber and the charts; what both sides share is told once."""
    _ = speaker(choice.language)
    sides_of: dict[tuple[int, str], list[str]] = {}
    for which in SIDES:
        for event in choice.comparison.side(which).events:
            for name, value in event.values:
                text = f"{_(LEVER_LABELS.get(name, name))} {format_value(name, value, choice.language)}"
                sides_of.setdefault((event.minute, text), []).append(which)
    return [
        {"minute": minute, "label": text, "side": "both" if len(where) == 2 else where[0]}
        for (minute, text), where in sorted(sides_of.items())
    ]


def about(session: Session) -> SheetData:
    """What the place asks, where its figures come from, and which are weak."""
    choice = session.choice
    _, place = speaker(choice.language), places.describe_place(choice.comparison.place, choice.language)
    note = _("Every number has a range, a unit and a source: hold the pointer over a slider to read them.")
    trusted = trust_sentence(places.trust_of(choice.comparison.place), choice.language)
    return SheetData(
        name="about",
        heading=place.title,
        lead=(place.question,),
        blocks=(
            Block(_("Weak figures, not to be defended in public"), sentences=place.weak),
            Block(_("Sources"), sentences=place.sources),
        ),
        notes=tuple(filter(None, (trusted, note))),
    )


def history_panel(session: Session) -> SheetData | None:
    """The years of a path as a table; nothing elsewhere."""
    return path_of_years.panel(session.choice.comparison, session.choice.language)


TAKE = {
    "heading": N_("Take away"), "making": N_("is being made…"),
    "lead": N_("Each file says what it was made from: place, rules, levers, seed, versions."),
}  # fmt: skip


def take_panel(session: Session, calls: Mapping[str, str]) -> dict[str, Any]:
    """What can be taken away, and what is not ready yet."""
    language, ready = session.choice.language, session.result is not None
    _ = speaker(language)
    later = "" if ready else _("when all worlds are run")
    files = [
        {
            "name": "report",
            "label": _("Report (one HTML page)"),
            "note": later or _("opens with no network"),
            "ready": ready,
        },
        {
            "name": "brief",
            "label": _("Brief (one page of A4)"),
            "note": later or _("question, answer, how sure, what would change it"),
            "ready": ready,
        },
        {
            "name": "play",
            "label": _("A file to send"),
            "note": later or _("two worlds that play, with their verdict, on a phone too; no server"),
            "ready": ready,
        },
        {"name": "svg", "label": _("Chart of the differences (SVG)"), "note": later, "ready": ready},
        {"name": "png", "label": _("Chart of the differences (PNG)"), "note": later, "ready": ready},
    ]
    for kind, url in calls.items():
        columns = kind == "csv-metadata.json"
        label = (
            _("Columns and units of the CSV")
            if columns
            else _("All calls of both worlds ({kind})", kind=kind.upper())
        )
        note = (
            _("for programs (CSV on the Web); keep it beside the CSV")
            if columns
            else _("one row a call, times in minutes of the run; computed when asked for")
        )
        # the description names the file it is of
        name = export_calls.file_name(session.choice.comparison, kind)
        files.append(
            {"name": kind, "label": label, "url": url, "file": name, "note": note, "ready": True}
        )  # fmt: skip
    return {
        "words": spoken(TAKE, language),
        "files": files,
        "ready_file": session.file,
        "error": session.errors.get("take", ""),
    }
