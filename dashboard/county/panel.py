"""What the panel "My county" shows besides the draft, which the browser holds."""

from __future__ import annotations

import threading
from typing import Any

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.column_labels import column_label
from jiaosuo.dashboard.choice.openings import with_place
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.county import keeping
from jiaosuo.dashboard.county.reader import the_reader
from jiaosuo.experiments.places.tables.headings import OURS
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.own_places import parted
from jiaosuo.model.township import REQUIRED

WORDS = {
    "heading": N_("My county"), "close": N_("Close"),
    "lead": N_("Drop the files you have here: tables of townships (CSV, TSV, XLSX), maps (GeoJSON, "
               "Shapefile, GeoPackage), or a county that was shared as one file. "
               "Nothing leaves this machine."),
    "choose": N_("Choose files"), "draw": N_("Draw a county"), "reading": N_("Reading …"),
    "kept": N_("Kept counties"), "correct": N_("Correct"), "share": N_("Save as one file"),
    "table": N_("Table as it was given; below each number what was read and what the county has"),
    "row": N_("line"), "not_used": N_("not used"), "column": N_("Column {heading} is"),
    "from_model": N_("not given"), "add": N_("Add a township"), "remove": N_("Remove"),
    "marks": N_("~ estimated, as no file gives it; ! the county has another number than was read"),
    "map": N_("Map of the county"), "seat": N_("County seat"), "largest": N_("the largest town"),
    "move_hint": N_("Drag a town to where it lies. By keyboard: Tab to it, then the arrow keys, a kilometre "
                    "each, with Shift five."),
    "station_hint": N_("Drag a police station (square) apart from its town, or move it by the arrow keys; it "
                       "stands in the nearest cell of its township."),
    "station_of": N_("police station {number} of {name}: {x} km east, {y} km north"),
    "station_moved": N_("Police station {number} of {name} now lies at {x} km, {y} km."),
    "town": N_("{name}: {x} km east, {y} km north"), "moved": N_("{name} now lies at {x} km, {y} km."),
    "notes": N_("What was guessed and what is estimated"), "name": N_("Name of the county"),
    "keep": N_("Keep and play"), "replace": N_("Replace it"), "ready": N_("The county can be built."),
    "not_ready": N_("The county cannot be built yet."),
    "cell": N_("{column} of {name}"),
    "too_large": N_("{name} is larger than 20 MB: a table of townships is far smaller."),
    "lost": N_("The server did not answer. Try again."), "undo": N_("Undo"),
    "new_town": N_("New township"), "whole": N_("whole county"), "station": N_("police station"),
    "squadron": N_("traffic squadron"),
    "maps": N_("Maps: what each is of"), "boundaries": N_("boundaries of townships"), "roads": N_("roads"),
    "stations": N_("police stations and squadrons"), "people": N_("people, by settlement or square"),
    "water": N_("water"), "name_column": N_("Column with the names (empty: found by itself)"),
    "all_people": N_("People of all, or the column (empty: from the table)"),
    "crs": N_("Coordinates"), "as_file": N_("as the file says"), "bring": N_("Bring onto the map"),
    "forget": N_("Put away"), "kept_as": N_("Kept as {name}."),
}  # fmt: skip
REFUSED = N_("Only the instructor of a room may bring a county to this server. Open a room first.")


def panel(session: Session, may_bring: bool) -> dict[str, Any]:
    """What the panel takes: words, columns with their names, counties that are kept."""
    choice = session.choice
    _ = speaker(choice.language)
    return {
        "words": {key: _(word) for key, word in WORDS.items()},
        "lang": choice.language,
        "columns": [
            {"name": each, "label": column_label(each, choice.language), "needed": each in REQUIRED}
            for each in OURS
        ],
        "own": own(session),
        "place": choice.comparison.place,
        "refused": "" if may_bring else _(REFUSED),
        "error": session.errors.get("county", ""),
    }


def own(session: Session) -> list[dict[str, str]]:
    """Counties of one's own as this visitor may see them: by the name they are opened by, and their title."""
    keeping.sweep()
    choice = session.choice
    return [
        {"name": each.name, "title": each.title, "plain": parted(each.name)[0]}
        for each in places.own_in_menu(choice.comparison.place, choice.language)
        if keeping.is_shown(each.name, session.room)
    ]


def toggle(session: Session) -> None:
    """Show the panel, or put it away; the process that reads loads the model meanwhile."""
    session.county = not session.county
    if session.county:
        threading.Thread(target=the_reader().start, daemon=True, name="starts a reader").start()
    session.changed()


def kept(session: Session, name: object) -> None:
    """A county was kept: the page opens it, and the panel makes room for the two worlds."""
    session.county = False
    session.act("county", lambda choice: with_place(choice, str(name)))
    session.county = bool(session.errors.get("county"))
    session.changed()
