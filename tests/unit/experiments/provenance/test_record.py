"""Where a document comes from, as its fields say it."""

from __future__ import annotations

from jiaosuo.experiments.provenance.record import LIBRARIES, Provenance


def test_a_record_goes_into_a_document_and_comes_back() -> None:
    made = Provenance.here("abc", "jiaosuo study why", "42")
    assert set(made.versions) == {"jiaosuo", "python", *LIBRARIES}
    assert list(made.to_json()) == ["command", "code", "seed", "versions"]
    assert Provenance.from_json({"study": "why"} | made.to_json()) == made


def test_what_a_document_does_not_say_is_not_made_up() -> None:
    assert Provenance.from_json({}) == Provenance({})
    assert Provenance({"numpy": "2"}).to_json() == {"versions": {"numpy": "2"}}


def test_two_differ_by_code_or_by_a_library_that_decides_numbers() -> None:
    here = Provenance.here("a")
    assert here.differs(Provenance(here.versions, "a", "another command")) is None
    assert here.differs(Provenance(here.versions, "b")) == ("code", "a", "b")
    other = Provenance({**here.versions, "numba": "0.1"}, "a")
    assert here.differs(other) == ("numba", here.versions["numba"], "0.1")
    assert here.differs(Provenance({**here.versions, "python": "3"}, "a")) is None
