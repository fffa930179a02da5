"""Whatever stands in a study file is a design or bad input, and a design says the same again."""

import contextlib
import json
import re
import tomllib

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiaosuo.experiments.sweeps.design import MOST_RUNS
from jiaosuo.experiments.sweeps.plan import plan_of
from jiaosuo.experiments.sweeps.study_file import KEYS, SAMPLE_KEYS, Source, design_of, read_study
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import MOST_PARTS, parse_toml
from jiaosuo.model.scenario import parameters

FILES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBER = st.one_of(st.integers(-3, 10**7), st.floats(), st.sampled_from([0.1, 0.4, 2, 8, 64]))
WORD = st.sampled_from(
    ["separate", "integrated", "timeline", "county-town", "sobol", "workload", "respons", ""]
)
ANY = st.one_of(st.none(), st.booleans(), NUMBER, WORD, st.text(max_size=6))
NAME = st.sampled_from(
    ["delta", "urbanization", "officers_station", "colour", "land_seed", "generalist_penalty"]
)
LIKELY = {
    "preset": st.just("county-town"),
    "rules": st.lists(st.sampled_from(["separate", "integrated", "station_led"]), min_size=1, unique=True),
    "replications": st.integers(1, 50),
    "days": st.sampled_from([1, 2.5, 7]),
    "seed": st.integers(0, 2**70),
    "at": st.sampled_from(["change", "quarter", "long-run"]),
    "warm_up": st.sampled_from([0, 1]),
    "title": st.text(max_size=20),
    "outcomes": st.just(["response_mean"]),
    "set": st.dictionaries(st.just("delta"), st.floats(0, 1)),
    "grid": st.dictionaries(st.just("urbanization"), st.lists(st.floats(0.1, 0.9), min_size=1, unique=True)),
    "sample": st.fixed_dictionaries(
        {"n": st.sampled_from([2, 8]), "ranges": st.just({"ring_fence": [0.1, 0.5]})}
    ),
}
MORE = [key for key in LIKELY if key not in ("preset", "rules")]
RIGHT = st.fixed_dictionaries(
    {key: LIKELY[key] for key in ("preset", "rules")}, optional={key: LIKELY[key] for key in MORE}
)
WILD = st.one_of(
    ANY,
    st.lists(ANY, max_size=3),
    st.dictionaries(NAME, st.one_of(ANY, st.lists(NUMBER, max_size=3)), max_size=2),
)


@st.composite
def contents(draw):
    """Studies that are mostly right: each key as it may be, or anything at all."""
    chosen = draw(st.lists(st.sampled_from([*LIKELY, "colour"]), unique=True, max_size=7))
    wild = draw(st.sampled_from([None, None, *KEYS]))
    keys = dict.fromkeys(["preset", "rules", *chosen])
    return {key: draw(WILD if key == wild or key not in LIKELY else LIKELY[key]) for key in keys}


@settings(max_examples=60, deadline=None)
@given(contents())
def test_a_study_is_a_design_or_bad_input(content):
    with contextlib.suppress(InputError):
        design = design_of(content, Source())
        assert 1 <= design.runs <= MOST_RUNS
        declared = parameters()
        for number in {0, design.worlds - 1}:
            for name, value in zip(design.axes, design.world(number).values, strict=True):
                assert declared[name].low <= value <= declared[name].high
        plan = plan_of(design, "").to_json()
        assert json.loads(json.dumps(plan, allow_nan=False)) == json.loads(
            json.dumps(plan_of(design, "").to_json())
        )


def as_toml(content):
    """A study as a file: strings and tables as JSON writes them, which TOML reads the same."""
    tables = {key: value for key, value in content.items() if isinstance(value, dict)}
    lines = [f"{key} = {json.dumps(value)}" for key, value in content.items() if key not in tables]
    for key, value in tables.items():
        nested = {name: each for name, each in value.items() if isinstance(each, dict)}
        lines += [f"[{key}]", *(f"{n} = {json.dumps(v)}" for n, v in value.items() if n not in nested)]
        for name, each in nested.items():
            lines += [f"[{key}.{name}]", *(f"{n} = {json.dumps(v)}" for n, v in each.items())]
    return "\n".join(lines)


@FILES
@given(RIGHT)
def test_a_study_that_is_taken_is_the_same_design_when_its_text_is_read_again(tmp_path, content):
    with contextlib.suppress(InputError, tomllib.TOMLDecodeError):
        (tmp_path / "study.toml").write_text(as_toml(content), encoding="utf-8")
        design = read_study(tmp_path / "study.toml")
        (tmp_path / "again.toml").write_text(design.text, encoding="utf-8", newline="")
        again = read_study(tmp_path / "again.toml")
        assert plan_of(again, "") == plan_of(design, "")
        assert again.rules == design.rules


@FILES
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
@example(b"\xef\xbb\xbf# a mark\r\n")
@example(b"a" + b".a" * 50_000 + b"=1")
@example(b"seed = 0x" + b"f" * 5_000)
@example(b"[[[[[[[[")
@example(b"\x00")
def test_any_bytes_are_a_study_or_bad_input(tmp_path, content):
    file = tmp_path / "study.toml"
    file.write_bytes(content)
    with contextlib.suppress(InputError):
        read_study(file)


TOML = st.lists(
    st.sampled_from(
        ["a", ".", "=", "1", '"', "'", "[", "]", "{", "}", "\n", ",", "#", " ", '"""', "0x", "-", "\\u", "é"]
    ),
    max_size=60,
).map("".join)


@given(TOML)
def test_the_toml_that_is_parsed_is_what_the_library_reads(text):
    """What stands before the library refuses nothing but keys of too many parts."""
    try:
        there = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError):
        there = None
    with contextlib.suppress(InputError):
        here = parse_toml(text, "x.toml")
        assert here == there or "nan" in str(there)
        return
    assert there is None or max(map(len, re.findall(r"(?:\w\s*\.?\s*)+", text))) > MOST_PARTS


def test_the_keys_that_are_drawn_are_those_of_a_study():
    assert set(LIKELY) <= set(KEYS)
    assert {"n", "ranges"} <= set(SAMPLE_KEYS)
