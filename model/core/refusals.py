"""What refusals say is allowed, as messages: an InputError is told in the reader's language.

Refusals are raised in English, where the numbers are. Here stands the form of each sentence once, with names
for what changes in it; a sentence is known by its form and told in another language. One that no form knows
is told in English, and a test names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import ENGLISH, N_, language, translate

SENTENCES = (
    N_("did you mean {near}? known: {names}"),
    N_("known: {names}"),
    N_("officers' other work is declared by kind now: use other_work (0 none, 1 as declared)"),
    N_("each kind of other work says what it yields to now: use registration_yields_to, for one"),
    N_("must be {text}, not text"),
    N_("must be {text}, not true or false"),
    N_("must be a whole number from {low} to {high} ({unit})"),
    N_("must be a number from {low} to {high} ({unit})"),
    N_("a whole number from {low} to {high} ({unit})"),
    N_("a number from {low} to {high} ({unit})"),
    N_("must be a whole number from {low} to {high}"),
    N_("must be a whole number from {low} to {high}, or 0 for all processors"),
    N_("must be a whole number from {low}"),
    N_("must be a whole number"),
    N_("must be a decimal number"),
    N_("must be a number above 0 and up to {most}, at least {least}"),
    N_("must be between {least} and {most} here"),
    N_("must be between {least} and {most} here; {why}"),
    N_("must be true or false"),
    N_("must be true or false, without quotes"),
    N_("must be a text"),
    N_("must be a text of at most {most} characters"),
    N_("must be a list of texts"),
    N_("must be a list of values"),
    N_("must be a list of kinds of call, each once"),
    N_("must be a list of entries, in TOML [[timeline]]"),
    N_("must be a list of rules or maps, the first to compare against"),
    N_('must be a list of outcomes, or "all" (`jiaosuo outcomes`)'),
    N_("must be a table of NAME = VALUE"),
    N_("must be a table of NAME = [FIRST, LAST]"),
    N_("must be a table with a day and what changes"),
    N_("must be a table with first_year, last_year and days_per_year"),
    N_("must be NAME=VALUE"),
    N_("it is given twice"),
    N_("must be a {kind} file of at most {most} bytes"),
    N_("must be a {kind} file of at most {most} bytes ({why})"),
    N_("must be a file of at most {most} bytes"),
    N_("there is no such file"),
    N_("must be a file of at most {most} bytes ({why})"),
    N_("a key has at most {most} parts"),
    N_("the file is not UTF-8"),
    N_("the file is not valid TOML"),
    N_("the file is not valid CSV"),
    N_("the file is empty"),
    N_("spoken here: {names}"),
    N_("the run must be longer than its warm-up of {days} days (warmup_days)"),
    N_("nothing is observed before the first minute; run the county first"),
    N_("must be {least} to {most} points as [km east, km north]"),
    N_("must be at most {most} tables [[river]]"),
    N_("must go around the seats of all townships"),
    N_("must be a printable name of 1 to 80 characters"),
    N_("must be a name of at most 80 characters"),
    N_("must be a point as [km east, km north]"),
    N_("must not cross itself: its sides {first} and {second} do"),
    N_("{place} is a path of years and says its own"),
    N_("{place} is a place of theory, which does not grow"),
    N_("must be a place with a path of years ([path] in its file)"),
    N_("must be a place without a path of years"),
    N_("seats must be nearer to each other, or cells larger than {side} km (cell_km)"),
    N_("seats must be nearer to each other, or areas larger: a county is one body of land"),
    N_("{count} cells are more than {most}; use {fit} km or more"),
    N_("two townships have their seat in one cell; move one or use smaller cells"),
    N_("this map is of a place with a township {name}"),
    N_("only a place of theory takes it; elsewhere delta and skill say how much slower one works"),
    N_("must be 0: a path of years counts every day it runs"),
    N_("shifts of 480 minutes must hold whole slots: 30, say"),
    N_("this place has a table of townships, which says it"),
    N_("the table of townships of {place} says it"),
    N_("the path of this place sets it year by year"),
    N_("the path of {place} says which days are run"),
    N_("its traffic share is found by comparing; use `jiaosuo compare`"),
    N_("must be historic or workload: the best split is found once, before the run"),
    N_("must have either a day or, in a path of years, a year"),
    N_("must be a day; years are for a path ([path])"),
    N_("must be a year: this place is a path of years"),
    N_("must be a year of the path, {first} to {last}"),
    N_("must be a year from {first} to {last}"),
    N_("must be the same for the whole of a run"),
    N_("only a surge names a township"),
    N_("the surge {name} happens in one township: name it"),
    N_("must be above 0 in at least one township"),
    N_("must be given for all townships or for none"),
    N_("must have as many fields as the header"),
    N_("must be 1 to {most} townships"),
    N_("each name only once"),
    N_("each name only once; line {line} has it too"),
    N_("each column only once"),
    N_("each value once"),
    N_("each rule once"),
    N_("must name each rule once"),
    N_("the column {column} is missing"),
    N_("the column {column} is missing; if it is there under another name, say so in columns.toml"),
    N_("only a place with a table of townships (townships_csv) names its seat"),
    N_("must be [FIRST, LAST] or one number for each of the {count} years"),
    N_("must be a path of at most {most} years of growth"),
    N_("path growth sets it year by year"),
    N_("must be at least one table, or --boundaries FILE"),
    N_("{names} have their seats in one cell; move one or use smaller cells"),
    N_("`jiaosuo place import FILE` reads tables as people have them"),
    N_("{dense}, and must be at most {most}; is the area in km2?"),
    N_("the file is not UTF-8 text; {why}"),
    N_("save it as CSV in UTF-8, or: {why}"),
    N_("the file is not UTF-8; {why}"),
    N_("must be {side} here: cells.csv of this place is on that grid"),
    N_(
        "no township has any, so nobody could attend {domain} calls under separate forces; give them "
        "in the table, or say {column} = 0 under [set] to have none"
    ),
    N_("{name} makes the world before policing, which changes at midnight: use a whole day"),
    N_("entries stand in order of time, and the one before is of {before}"),
    N_("{names} have their seats in one place; move one of them"),
    N_("{people} people on it are {dense} people/km2; must be at most {most}: check area and people"),
    N_("fields must stand between commas, not {sign}; {why}"),
    N_("must be {text}; metres of a projection look like this: {why}"),
    N_("must be {text}; degrees west of Greenwich look like this: {why}"),
    N_("must be written without thousands separators; {why}"),
    N_("must have as many fields as the header; a thousands separator makes two fields of one"),
    N_("the column {column} is missing; headings must be {names}; {why}"),
    N_("these look like degrees, and the other rows like kilometres; must be kilometres in all rows"),
    N_("this row adds up the others: leave it out, or: {why}"),
    N_("too little for {land} km2 in kilometres: they look like degrees; {why}"),
    N_("must have areas with a name in the column {column}"),
    N_("must be {side}, as the cells are, or give boundaries again"),
    N_("must be a number of people"),
    N_("must be at least 1"),
    N_("must be from {low} to 50,000,000 people"),
    N_("must be given: without them nobody knows which cells there are"),
    N_("must have lines or areas near the place"),
    N_("cannot be read as a file of shapes ({why})"),
    N_("must be a file of shapes; this has a table alone"),
    N_("texts are neither UTF-8 nor GB18030; put a .cpg file beside it"),
    N_("must have points with a column of people, such as population"),
    N_("nobody in it lives in the place; check its coordinates"),
    N_("must be a file"),
    N_("must have {rows} lines of {columns} numbers"),
    N_("must have one band, of people in each square"),
    N_("must have people in some square"),
    N_("the raster says no coordinate system; declare it: EPSG:4326"),
    N_("must have lines with highway = primary, secondary, tertiary ..."),
    N_("each row must have a name"),
    N_("must be a number"),
    N_("must be 1 to {most} rings of points"),
    N_("must be at most {most} tables [[water]]"),
    N_("must be a cell of {file}"),
    N_("must be given for all cells or for none; 0 where nobody lives"),
    N_("must be valid CSV"),
    N_("must go from one cell to another"),
    N_("must have at least one cell"),
    N_("needs cells_csv = true: roads go from cell to cell"),
    N_("needs townships_csv = true: cells belong to its townships"),
    N_('maps need more libraries; install them: pip install "jiaosuo[geo]"'),
    N_("has no land of its own: all of it belongs to {name} too"),
    N_("say which column has the names: {names}"),
    N_("must be given: a column of the boundaries, a total, a table, or a map of people"),
    N_("coordinates do not fit {system}; declare their system"),
    N_("must be a file of shapes: GeoJSON, Shapefile (zipped too), GeoPackage"),
    N_("the file says no coordinate system; declare it: EPSG:4490, EPSG:4326, gcj02 or bd09"),
    N_("none of its stations lies in the place or is named after a township; check crs and names"),
    N_("cannot be read as a raster ({why}); ASCII grid and GeoTIFF can"),
    N_("must have at most {most} squares; cut it to the county"),
    N_("must have a column highway, as OpenStreetMap has; it has {names}"),
    N_("must be in our columns; run `jiaosuo place import FILE` on your table first"),
    N_("each cell only once; {file} has it above"),
    N_("each pair of cells only once, in one direction: a road is open both ways"),
    N_("must be the centre of a cell of {side} km (cell_km), like {centre}"),
    N_("must join all cells, by a ferry or a pass if need be; joined to no other: {cells}"),
    N_("the file is not UTF-8: it looks like {what}; {why}"),
    N_("the file is not UTF-8 text: it looks like {what}; {why}"),
    N_("{key} is missing"),
    N_("must be two or more rules, the baseline first"),
    N_("must be a name that ends in .toml"),
    N_("it is there already, and stays as it is"),
    N_("it is there already and was not imported; take another folder, or move it away"),
    N_("the folder has no {file}; `jiaosuo place new` and `place import` write one"),
    N_("must be a folder that can be written ({why})"),
    N_("must be a file that can be written ({why})"),
    N_("must be a folder for the runs"),
    N_("must be as `jiaosuo place import` wrote it; remove it, or import again"),
    N_("may not be given with --years"),
    N_("may only be given with --robust"),
    N_("a place of theory stands for nowhere; name a county"),
    N_("must end with .html: print it, or save it as PDF, from a browser"),
    N_("must hold at least one weight above 0"),
    N_("must be a shipped place or a scenario file"),
    N_("must be one of {names}"),
    N_("must be '' (not used) or one of: {names}"),
    N_("the unit of {column} must be one of: {names}"),
    N_("must be the name of a rule or a map"),
    N_("must be [lowest, highest]"),
    N_("the first must be below the second"),
    N_("the grid has this parameter already"),
    N_("a path of years has no warm-up"),
    N_("must be a folder written by `jiaosuo sweep`"),
    N_("nothing is stored in it yet"),
    N_("must be an empty folder; it holds {name}"),
    N_("must be local or dask://HOST:PORT"),
    N_("must be a page ending in .md"),
    N_("others can reach that address: give a --token, or stay on 127.0.0.1"),
    N_("must be a secret of at least 12 characters"),
    N_("must come with a lesson: {names}"),
    N_("line {line} has bytes that are none of it; save as UTF-8, or say encoding = 'gb18030'"),
    N_("save as UTF-8, or say encoding = 'gb18030'"),
    N_("must be the name of an encoding: utf-8, gb18030, big5, utf-16"),
    N_("it has bytes of nought, as no table has; save as UTF-8, or say encoding = 'utf-16'"),
    N_("must be a table of at most {rows} rows and {columns} columns"),
    N_("only a spreadsheet has sheets ({names})"),
    N_("must be a table with one row a line"),
    N_("must be a spreadsheet that opens, without a password ({why}); or save it as CSV in UTF-8"),
    N_(
        "no row of headings is known; name them as in `jiaosuo place new`, or say in columns.toml "
        "which is which"
    ),
    N_("did you mean {column}? Write it so, or say in columns.toml: {text} = '' (not used)"),
    N_(
        "all seats lie within {km} km of each other, but the areas make {land} km2; give positions "
        "and areas that fit: kilometres, or degrees with enough decimals"
    ),
    N_("{name} (line {line}) has its seat in the same place; move one"),
    N_(
        "the positions are degrees, and the others lie near {x}, {y}; give this row in degrees too, "
        "or all rows in kilometres"
    ),
    N_(
        "the other rows are kilometres, and this looks like degrees of longitude and latitude; give "
        "its kilometres, or degrees in all rows"
    ),
    N_("must have at most as many cells as the headings, {count}; quote a comma"),
    N_("{file} says {text}; leave one of the two out"),
    N_("write thousands without a sign, or say the decimals with a point"),
    N_("must have one sign for decimals, a point or a comma, in all rows"),
)
"""What may follow "is not allowed; "."""

FIELDS = (
    N_("{file} line {line} {column}"),
    N_("{file} line {line}"),
    N_("{file} headings"),
    N_("{file} header"),
    N_("{file} heading"),
    N_("heading {text}"),
    N_("{file} encoding"),
    N_("{file} decimals"),
    N_("{file} column"),
    N_("{file}, line {line}"),
)
"""How a refusal says where it is."""

WORDS = (
    N_("scenario file"),
    N_("table"),
    N_("folder"),
    N_("place"),
    N_("preset"),
    N_("study"),
    N_("encoding"),
    N_("language"),
    N_("days"),
    N_("seed"),
    N_("seat"),
    N_("rule"),
    N_("staffing"),
)
"""Fields that are called by a word."""


def told(error: InputError, language_: str | None = None) -> str:
    """The refusal as one sentence in a language."""
    spoken = language(language_)
    if spoken == ENGLISH:
        return str(error)
    value = str(error).removeprefix(f"{error.field}: ").removesuffix(f" is not allowed; {error.allowed}")
    return translate(
        "{field}: {value} is not allowed; {allowed}",
        spoken,
        field=_told(error.field, FIELDS, spoken),
        value=value,
        allowed=_told(error.allowed, SENTENCES, spoken),
    )


def known(sentence: str) -> bool:
    """Whether a form of a refusal's sentence is among those that are told in other languages."""
    return any(pattern.fullmatch(sentence) for _, pattern in _patterns(SENTENCES))


def _told(sentence: str, forms: Sequence[str], spoken: str) -> str:
    """A sentence by its form; of what changes in it, units and inner sentences are told too."""
    if sentence in (*forms, *WORDS):
        return translate(sentence, spoken)
    for form, pattern in _patterns(tuple(forms)):
        if found := pattern.fullmatch(sentence):
            values = {name: _inner(name, value, spoken) for name, value in found.groupdict().items()}
            return translate(form, spoken, **values)
    return sentence


def _inner(name: str, value: str, spoken: str) -> str:
    """Names stay as they are typed; a unit is a word, and a hint or a reason is a sentence."""
    if name == "unit":
        return translate(value, spoken)
    return _told(value, SENTENCES, spoken) if name in ("hint", "text", "why") else value


@cache
def _patterns(forms: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each form as a pattern, those with most signs of their own first."""
    longest = sorted(forms, key=lambda form: -len(re.sub(r"\{\w+\}", "", form)))
    return tuple((form, _pattern(form)) for form in longest)


def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", form)
    text = "".join(
        rf"(?P<{part[1:-1]}>.+?)" if re.fullmatch(r"\{\w+\}", part) else re.escape(part) for part in parts
    )
    return re.compile(text, re.DOTALL)
