"""The picture in the README shows what the model says today."""

import json
import re

import pytest

from tools.pictures import comparison as pictures


@pytest.mark.ci
def test_the_numbers_of_the_picture_are_those_of_the_model():
    kept = json.loads((pictures.FOLDER / "zigui-2004.json").read_text())
    assert pictures.numbers(pictures.result(jobs=1)) == kept, "run `make pictures`"


def test_the_picture_was_drawn_from_its_numbers():
    kept = json.loads((pictures.FOLDER / "zigui-2004.json").read_text())
    change = kept["response_mean_traffic_rural"]["differences"]["integrated"][0]
    text = re.sub(r"<[^>]+>", " ", (pictures.FOLDER / "zigui-2004.svg").read_text())
    shown = [float(number) for number in re.findall(r"(\d+\.\d) min", text)]
    assert any(abs(number - abs(change)) < 0.1 for number in shown)
