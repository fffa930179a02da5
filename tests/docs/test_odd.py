"""docs/odd.md and docs/validation.md speak of what is there: files, links, and every declared number."""

import re
from pathlib import Path

import pytest

from jiaosuo.model.incidents.kind import FIELDS as OF_KINDS
from jiaosuo.model.parameters import GROUPS
from jiaosuo.model.surges.surge import FIELDS as OF_SURGES
from jiaosuo.model.work.kind_of_work import FIELDS as OF_WORKS

ROOT = Path(__file__).parents[2]
PAGES = ("odd.md", "validation.md")


def text_of(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def named_as_numbers(text: str) -> list[str]:
    """Names in the paragraphs of a page that begin with the word Numbers."""
    paragraphs = re.findall(r"^Numbers.*?(?=\n\n|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return [name for each in paragraphs for name in re.findall(r"`(\w+)`", each)]


def test_the_protocol_names_every_declared_number_in_one_place_and_no_other() -> None:
    declared = {each.name for _, parameters in GROUPS for each in parameters}
    declared |= set(OF_KINDS) | set(OF_SURGES) | set(OF_WORKS)
    named = named_as_numbers(text_of("odd.md"))
    assert set(named) == declared
    assert len(named) == len(set(named))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    links = [each for each in re.findall(r"\]\(([^)#]+)\)", text_of(page)) if "://" not in each]
    assert links
    for link in links:
        assert (ROOT / "docs" / link).is_file(), link


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_is_there(page: str) -> None:
    """With its folder, or by a name that some file of the model has."""
    in_model = {str(each.relative_to(ROOT / "model")) for each in (ROOT / "model").rglob("*.py")}
    short = {name.rsplit("/", 1)[-1] for name in in_model} | in_model
    for name in re.findall(r"`([\w/.-]+\.(?:py|md|json))`", text_of(page)):
        assert (ROOT / name).is_file() or name in short, name


def test_every_test_that_is_named_is_in_its_file() -> None:
    """Evidence is written as `tests/FILE.py` or `tests/FILE.py::test_name`."""
    named = re.findall(r"`(tests/[\w/.-]+\.py)(?:::(\w+))?`", text_of("validation.md"))
    assert len(named) > 20
    for file, name in named:
        content = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name or 'test_'}" in content, f"{file}::{name}"
