"""The notebooks of docs/ run, without a network, and are kept without what they print."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))
CHART = "image/svg+xml"


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_there_is_one():
    assert NOTEBOOKS


def test_it_is_kept_without_outputs(notebook):
    nbformat.validate(notebook)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_each_section_has_a_chinese_line(notebook):
    sections = [
        cell.source for cell in notebook.cells if cell.cell_type == "markdown" and cell.source.startswith("#")
    ]
    assert len(sections) > 1
    for text in sections:
        assert any("一" <= letter <= "鿿" for letter in text), text.splitlines()[0]


@pytest.mark.ci
def test_it_runs_and_draws(notebook, tmp_path, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # whoever asks the network is refused
    monkeypatch.setenv("JIAOSUO_LANG", "en")
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    drawn = [kind for output in outputs for kind in output.get("data", {}) if kind == CHART]
    printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
    assert len(drawn) > 3
    assert "nan" not in printed.split()
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert list(tmp_path.iterdir()) == []
