"""The words of the player, marked for the catalogue; templates in braces are filled in the browser."""

from __future__ import annotations

from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.incidents import KINDS

TRANSPORT = {
    "play": N_("Play"),
    "pause": N_("Pause"),
    "back": N_("Ten minutes back"),
    "forth": N_("Ten minutes on"),
    "start": N_("To the start"),
    "speed": N_("Speed"),
    "mode": N_("A week or years"),
    "scrub": N_("Time in the run"),
    "clock": N_("day {day}, {time}"),
    "day": N_("day {day}"),
    "speed_10": N_("10 min/s"),
    "speed_60": N_("1 h/s"),
    "speed_168": N_("a week a minute"),
    "speed_480": N_("8 h/s"),
    "speed_1440": N_("a day a second"),
    "speed_other": N_("{n} min/s"),
    "keys": N_("Keys"),
    "year_number": N_("year {year}"),
    "computed_to": N_("computed up to {clock}"),
    "key_space": N_("play or pause"),
    "key_arrows": N_("ten minutes back or on"),
    "key_shift": N_("a day back or on, with Shift"),
    "key_home": N_("to the start, to the end"),
    "key_zoom": N_("nearer, further, the whole county"),
    "key_table": N_("the maps as a table"),
    "key_undo": N_("undo the last lever"),
    "key_help": N_("show or hide this list"),
    "close": N_("Close"),
    "space": N_("Space"),
    "reduced": N_("Motion is reduced, as this device asks: the maps change in steps."),
}
STATE = {
    "starting": N_("The first hours are being computed ..."),
    "waiting": N_("Computing what comes next ..."),
    "waiting_place": N_("Computing: place {place} of {of} in the queue ..."),
    "waiting_before": N_("This moment lies deep in the run: what comes before is computed first ..."),
    "waiting_split": N_(
        "The best split of the force for this rule is being searched, some forty short runs ..."
    ),
    "lost": N_("The server cannot be reached. What is here plays on; the rest comes when it is back."),
    "back_again": N_("The server is back."),
    "told_again": N_("The server is back. What you changed while it was away counts now ({n})."),
    "since_move": N_("{change} since you moved a lever"),
    "refused": N_("The server could not make this part of the run: {message}"),
    "again": N_("Try again"),
    "hidden": N_("The outcomes are hidden until the predictions are made."),
    "broken": N_(
        "This browser cannot draw the maps. Use Chrome or Edge 111, Firefox 121, Safari 16.4 or a newer one. "
        "Levers, curve and verdict work all the same."
    ),
    "no_script": N_("The player could not be loaded. Reload the page."),
}
SCORE = {
    "outcome": N_("Look at"),
    "difference": N_("right less left"),
    "this_run": N_("this run, one world"),
    "so_far_one_world": N_("so far, one world"),
    "is_better": N_("{rule} is better"),
    "none_yet": N_("none yet"),
    "same": N_("no difference yet"),
    "as_of": N_("as of {clock}"),
    "left": N_("left"),
    "right": N_("right"),
}
HIGHLIGHT = {
    "highlight_came_came": N_(
        "{place}, {kind}: {left} min until somebody came with {one}, {right} min with {other}."
    ),
    "highlight_came_waits": N_(
        "{place}, {kind}: somebody came after {left} min with {one}; with {other} "
        "they wait, {right} min so far."
    ),
    "highlight_waits_came": N_(
        "{place}, {kind}: with {one} they wait, {left} min so far; with {other} "
        "somebody came after {right} min."
    ),
    "highlight_waits_waits": N_(
        "{place}, {kind}: nobody has come yet, {left} min with {one}, {right} min with {other}."
    ),
    "highlight_gave_gave": N_(
        "{place}, {kind}: nobody came; given up after {left} min with {one}, after {right} min with {other}."
    ),
    "highlight_gave_came": N_(
        "{place}, {kind}: given up after {left} min with {one}; with {other} somebody came after {right} min."
    ),
    "highlight_came_gave": N_(
        "{place}, {kind}: somebody came after {left} min with {one}; with {other} given up after {right} min."
    ),
    "highlight_gave_waits": N_(
        "{place}, {kind}: given up after {left} min with {one}; with {other} they wait, {right} min so far."
    ),
    "highlight_waits_gave": N_(
        "{place}, {kind}: with {one} they wait, {left} min so far; with {other} given up after {right} min."
    ),
    "highlight_came_none": N_(
        "{place}, {kind}: {left} min until somebody came with {one}; with {other} nobody called."
    ),
    "highlight_none_came": N_(
        "{place}, {kind}: nobody called with {one}; with {other} somebody came after {right} min."
    ),
    "highlight_waits_none": N_(
        "{place}, {kind}: with {one} they wait, {left} min so far; with {other} nobody called."
    ),
    "highlight_none_waits": N_(
        "{place}, {kind}: nobody called with {one}; with {other} they wait, {right} min so far."
    ),
    "highlight_gave_none": N_(
        "{place}, {kind}: given up after {left} min with {one}; with {other} nobody called."
    ),
    "highlight_none_gave": N_(
        "{place}, {kind}: nobody called with {one}; with {other} given up after {right} min."
    ),
    "highlight_none": N_("Quiet: nobody is waiting."),
}
CURVE = {
    "curve": N_("The curve"),
    "hand": N_("The lever in hand"),
    "hand_slider": N_("{label}, on the curve"),
    "all_levers": N_("All levers"),
    "curve_about": N_("{outcome} over {lever}, a line with its 95 % band for each rule."),
    "curve_less": N_("At {value}: {size} less with {right} than with {left} {interval}"),
    "curve_more": N_("At {value}: {size} more with {right} than with {left} {interval}"),
    "curve_open": N_("At {value}: {right} and {left} cannot be told apart {interval}"),
    "curve_against": N_("against my last setting ({value}): {changes}"),
    "curve_making": N_("The curve is being computed: {n} of {of} worlds"),
    "curve_none": N_("There is no curve for this place. Move the lever: its worlds are run and stand here."),
    "curve_no_lever": N_(
        "No curve was computed over this lever. Move it: its worlds are run and stand here."
    ),
    "curve_coverage": N_("The 95 % bands held {share} % of {n} fresh points."),
    "proof_predicted": N_("predicted {predicted} {interval}"),
    "proof_so_far": N_("{n} of {of} worlds say {found}"),
    "proof_all": N_("{n} worlds say {found}"),
    "proof_kept": N_("as predicted"),
    "proof_missed": N_("not as predicted"),
    "clause": N_("; "),
    "comma": N_(", "),
    "plane": N_("Two at once"),
    "plane_about": N_(
        "{outcome}: which rule is better over {x} and {y}. Arrow keys move the dot, Enter runs it."
    ),
    "plane_hint": N_("Click or drag: both levers move. Pale: cannot be told apart."),
    "plane_less": N_("{x}, {y}: {size} less with {right} than with {left}"),
    "plane_more": N_("{x}, {y}: {size} more with {right} than with {left}"),
    "plane_open": N_("{x}, {y}: {right} and {left} cannot be told apart"),
    "panel": N_("Levers and details"),
    "dock": N_("Beside the maps"),
    "undock": N_("Below the curve"),
    "map_tools": N_("Zoom"),
    "townships_title": N_("Minutes gained and lost by township"),
    "townships_note": N_("{right} less {left}: this run, one world"),
    "townships_one": N_("{name} {text} min, {n} calls"),
}
GUIDE = {
    "large": N_("Large type, for a projector"),
    "end_title": N_("The run is over. What next?"),
    "end_title_years": N_("The years are over. What next?"),
    "end_lever": N_("Drag “{lever}” and watch where it tips"),
    "end_lever_plain": N_("Drag “{lever}” and watch what it changes"),
    "end_verdict": N_("Read what all worlds together say"),
    "end_next": N_("Next: {title}"),
    "end_again": N_("Play again"),
    "tour_offer": N_("What is this? Forty seconds explain it."),
    "tour_start": N_("Show me"),
    "tour_no": N_("No, thank you"),
    "tour_again": N_("The tour of forty seconds"),
    "tour_skip": N_("Skip"),
    "tour_back": N_("Back"),
    "tour_on": N_("Next"),
    "tour_done": N_("Play"),
    "tour_title_0": N_("Two worlds, one county"),
    "tour_text_0": N_(
        "The same people, the same crashes and quarrels in the same minute. A ring is a call: it grows "
        "and darkens while somebody waits. A line shows who is on the way."
    ),
    "tour_title_1": N_("Only the rule differs"),
    "tour_text_1": N_(
        "Each map is named by its rule: who may attend a call, from where, with what skill. Choose "
        "another one here. The small number is of this one week, an illustration."
    ),
    "tour_title_2": N_("The verdict"),
    "tour_text_2": N_(
        "One world proves nothing. Twenty are run in the background, and only then does this line say "
        "what differs, and how surely."
    ),
    "tour_title_3": N_("Watch it tip"),
    "tour_text_3": N_(
        "Drag this slider: the dot runs along the curve, a line for each rule, and the sentence follows. "
        "Let go, and worlds are run to prove the prediction."
    ),
    "tour_title_4": N_("Time is yours"),
    "tour_text_4": N_(
        "A week takes a minute. Space plays and pauses, arrows step ten minutes, a click on the map "
        "looks closer, ? lists the keys."
    ),
}
FILM = {
    "film": N_("Film"),
    "film_title": N_("A film of a span"),
    "film_about": N_(
        "Both maps as they stand, at the speed chosen: {from} to {to} seconds, without sound. The page "
        "stands still while it is made."
    ),
    "film_from": N_("From day"),
    "film_at": N_("at"),
    "film_hours": N_("Hours of the run"),
    "film_lasts": N_("{seconds} s of film"),
    "film_format": N_("Format"),
    "film_make": N_("Make the film"),
    "film_stop": N_("Cancel"),
    "film_doing": N_("Picture {done} of {of}"),
    "film_waits": N_("Picture {done} of {of}: this stretch of the run is being computed ..."),
    "film_ends": N_("All {of} pictures are drawn; the file is put together ..."),
    "film_made": N_("{name} is made, {size} MB. Your browser keeps it where it keeps what it loads."),
    "film_no_gif": N_("A GIF is made on the page (jiaosuo dashboard): it takes a server."),
    "film_none": N_(
        "This browser makes no videos; Chrome or Edge 94, Firefox 130, Safari 16.4 or a newer one does."
    ),
    "film_failed": N_("The film could not be made; this browser says: {why}"),
    "film_from_wrong": N_("From: choose a day and a time within the run."),
    "film_hours_wrong": N_(
        "Hours of the run: {least} to {most} at this speed, which come to {from} to {to} seconds."
    ),
    "film_end_near": N_("So near to the end of the run less than {from} seconds are left. Begin earlier."),
    "film_stopped": N_("Cancelled: there is no film."),
    "film_changed": N_("The run was changed while it was filmed. Film again."),
    "film_refused": N_("The film could not be made: {why}"),
}
MAP = {
    "map_of": N_("Map of the {side} world, {rule}. The table has the same in words."),
    "legend": N_("Legend"),
    "nearer": N_("Nearer"),
    "further": N_("Further"),
    "whole": N_("Whole county"),
    "as_table": N_("As a table"),
    "officers": N_("Officers"),
    "calls": N_("Calls"),
    "roads": N_("Roads"),
    "ring_new": N_("just called"),
    "ring_old": N_("waiting for an hour"),
    "ride": N_("on the way to a call"),
    "minutes_mark": N_("minutes until somebody came"),
    "post_on": N_("junction post, staffed"),
    "post_off": N_("junction post, empty"),
    "station": N_("station"),
    "road_free": N_("free"),
    "road_full": N_("full"),
    "road_blocked": N_("lane blocked"),
    "road_wide": N_("wide: many vehicles an hour"),
    "built_up": N_("built-up land: the more people, the denser"),
    "gathered": N_("with a number: so many together"),
    "former_towns": N_("dashed: where towns ended before the change"),
    "dots": N_("dots: traffic; many where much flows, slow where it crawls"),
    "found": N_("found on patrol"),
    "km": N_("km"),
}
PANEL = {
    "levers": N_("Levers"),
    "inspect": N_("Look closer"),
    "table": N_("Table"),
    "more_levers": N_("More levers"),
    "undo": N_("Undo"),
    "reset": N_("Back to {value}"),
    "both": N_("both"),
    "help_of": N_("What {label} means"),
    "sides_of": N_("Which side: {label}"),
    "default": N_("as it was: {value}"),
    "midnight": N_("takes hold at midnight"),
    "from_here": N_("A lever moved now changes what comes; what has been stays."),
    "inspect_hint": N_("Click an officer, a call, a post, a station, a road or a township."),
    "open_calls": N_("Open calls"),
    "by_duty": N_("Officers by duty"),
    "no_open_calls": N_("No call is open."),
    "where": N_("Where"),
    "what": N_("What"),
    "doing": N_("Now"),
    "home": N_("Home"),
    "today": N_("Today"),
    "officer_of": N_("Officer: {corps}"),
    "corps": N_("Corps"),
    "skill_of": N_("Skill, {domain}"),
    "call_gone": N_("This call is no longer in the recording."),
    "no_such_call": N_("nobody called"),
    "priority": N_("Urgency (1 to 4)"),
    "called_at": N_("Called"),
    "needs": N_("Needs"),
    "complex_call": N_("more than the simple procedure"),
    "junction_post": N_("Junction post"),
    "held_by": N_("Held by"),
    "somebody": N_("somebody"),
    "unit_min": N_("min"),
    "unit_h": N_("h"),
    "choose": N_("Or choose from the list"),
    "officers_on_calls": N_("Officers at calls"),
    "stations": N_("Stations"),
    "posts": N_("Junction posts"),
    "townships": N_("Townships"),
    "in_towns": N_("towns: {town}"),
    "in_villages": N_("villages: {village}"),
    "nobody": N_("nobody"),
    "station_in": N_("Station, {place}"),
    "of_whom_on_duty": N_("{all}, of whom {now} on duty"),
    "flow": N_("Flow"),
    "capacity": N_("Capacity"),
    "vehicles_an_hour": N_("{n} vehicles/h"),
    "of_free_speed": N_("{n} % of free speed"),
    "lane": N_("Lane"),
    "blocked": N_("blocked"),
    "people": N_("People"),
    "calls_left": N_("Calls so far, left"),
    "calls_right": N_("Calls so far, right"),
    "calls_and_mean": N_("{n}, {minutes} min on average"),
    "rule_here": N_("Rule of this township, {side}"),
    "step_known": N_("called"),
    "step_dispatched": N_("sent"),
    "step_there": N_("there"),
    "step_closed": N_("closed"),
    "life_quiet": N_("not yet reported"),
    "life_waiting": N_("waiting for {minutes} min"),
    "life_coming": N_("{corps} on the way; waiting for {minutes} min"),
    "life_attended": N_("{corps} came after {minutes} min, and is there"),
    "life_done": N_("{corps} came after {minutes} min; closed"),
    "life_gave_up": N_("given up after {minutes} min"),
    "table_waiting": N_("waiting, {minutes} min"),
    "table_coming": N_("on the way, {minutes} min"),
    "table_attended": N_("attended after {minutes} min"),
    "charts": N_("Charts"),
    "save_svg": N_("Save as SVG"),
    "save_png": N_("Save as PNG"),
    "chart_table": N_("The chart as a table"),
    "column_day": N_("day"),
    "column_value": N_("value"),
    "column_side": N_("side"),
    "column_waiting": N_("waiting"),
    "column_corps": N_("corps"),
    "column_share": N_("share"),
    "column_minutes": N_("minutes"),
}
NAMES = {
    "corps_traffic": N_("traffic"),
    "corps_station": N_("station"),
    "corps_patrol": N_("patrol"),
    "corps_auxiliary": N_("auxiliary"),
    "corps_traffic_specialist": N_("traffic specialist"),
    "corps_case_specialist": N_("case specialist"),
    "domains_traffic": N_("traffic"),
    "domains_order": N_("order"),
    "domains_service": N_("service"),
    "duties_off": N_("off duty"),
    "duties_standby": N_("standing by"),
    "duties_beat": N_("on the beat"),
    "duties_post": N_("at a junction post"),
    "duties_community": N_("community visits"),
    "duties_to_call": N_("driving to a call"),
    "duties_on_scene": N_("at a call"),
    "duties_paperwork": N_("paperwork"),
    "duties_training": N_("training"),
    "duties_other_work": N_("other work"),
    "duties_case_file": N_("at a case file"),
    "duties_watch": N_("keeping the watch"),
    "roads_village": N_("Village road"),
    "roads_county": N_("County road"),
    "roads_trunk": N_("Trunk road"),
    "roads_street": N_("Street"),
}
KIND_LABELS = (
    N_("Damage-only crash"),
    N_("Dispute"),
    N_("Request for help"),
    N_("Injury crash"),
    N_("Jam"),
    N_("Obstruction"),
    N_("Theft"),
    N_("Violation found on patrol"),
    N_("Violence"),
)
"""Labels the kinds declare, marked here for the catalogue."""


def player_words(language: str) -> dict[str, str]:
    """All the player says, by key, in a language."""
    _ = speaker(language)
    groups = (TRANSPORT, STATE, SCORE, HIGHLIGHT, CURVE, GUIDE, FILM, MAP, PANEL, NAMES)
    said = {key: _(text) for group in groups for key, text in group.items()}
    return said | {f"kinds_{kind.name}": _(kind.label) for kind in KINDS.values()}
