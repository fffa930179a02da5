"""The widget as notebooks have it: a page that calls its module, and the kernel of Jupyter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import jiaosuo
from jiaosuo.dashboard.notebook.widget import PlayWidget, module
from jiaosuo.model import Scenario
from tests.browser import LONGEST_WAIT

pytestmark = pytest.mark.ci

HOST = """<!doctype html><meta charset="utf-8">
<style>canvas {{ display: none }} button {{ color: red }}</style>
<div id="one"></div><div id="two"></div>
<script type="module">
const text = JSON.parse(document.querySelector("#module").textContent);
const address = URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }}));
const {{ default: widget }} = await import(address);
class Model {{
  constructor(state) {{ Object.assign(this, {{ state, calls: {{}}, saved: [] }}); }}
  get(name) {{ return this.state[name]; }}
  set(name, value) {{
    this.state[name] = value;
    for (const call of this.calls[`change:${{name}}`] ?? []) call();
  }}
  save_changes() {{ this.saved.push({{ ...this.state, _page: "", _data: "" }}); }}
  on(name, call) {{ (this.calls[name] ??= []).push(call); }}
  off(name, call) {{ this.calls[name] = (this.calls[name] ?? []).filter((each) => each !== call); }}
}}
globalThis.model = new Model(JSON.parse(document.querySelector("#state").textContent));
globalThis.ends = [];
for (const id of ["one", "two"]) {{
  const el = document.getElementById(id);
  const both = new URLSearchParams(location.search).has("both");
  if (id === "one" || both) ends.push(widget.render({{ model, el }}));
}}
globalThis.cell = (id) => document.getElementById(id).firstChild;
</script>
<script type="application/json" id="module">{module}</script>
<script type="application/json" id="state">{state}</script>
"""
"""A notebook in little: its model tells every listener at once, as that of Jupyter does."""

ENGINE = "cell('one').cell.page.engine"
PAINTED = """side => {
  const [below, above] = cell("one").shadowRoot.querySelectorAll(`.map.${side} canvas`);
  const colours = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  };
  return [colours(below), colours(above)];
}"""


@pytest.fixture(scope="module")
def widget() -> PlayWidget:
    small = Scenario.preset("county-town", people_per_agent=25, population=20_000, seed=3)
    return jiaosuo.play(small, days=0.2, replications=2, progress=False).widget


@pytest.fixture
def host(browser: Any, widget: PlayWidget, tmp_path: Path) -> Iterator[Any]:
    """The page, offline; nothing may go wrong in it."""
    names = ("minute", "playing", "speed", "outcome", "lang", "_page", "_data")
    state = {name: getattr(widget, name) for name in names}
    held = {"module": json.dumps(module()), "state": json.dumps(state)}
    page_file = tmp_path / "host.html"
    page_file.write_text(
        HOST.format(**{name: each.replace("<", "\\u003c") for name, each in held.items()}), encoding="utf-8"
    )
    context = browser.new_context(offline=True)
    context.set_default_timeout(LONGEST_WAIT)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.address = page_file.as_uri()
    yield page
    context.close()
    assert wrong == []


def test_it_plays_with_its_own_look_and_python_reads_and_sets_its_minute(host: Any) -> None:
    host.goto(host.address)
    host.wait_for_function(f"globalThis.model && {ENGINE}.frames > 3 && {ENGINE}.playing")
    for side in ("left", "right"):
        below, above = host.evaluate(PAINTED, side)
        assert below > 50, "land, roads and towns"
        assert above > 5, "officers and calls"
    host.wait_for_function("model.saved.length > 1 && model.state.minute > 0")
    host.evaluate("model.set('playing', false)")
    host.wait_for_function(f"!{ENGINE}.playing")
    host.evaluate("model.set('minute', 200)")
    host.wait_for_function(f"{ENGINE}.t === 200 && {ENGINE}.recording.ready(200)")
    host.evaluate("model.set('lang', 'zh-CN')")
    assert (
        host.evaluate("cell('one').shadowRoot.querySelector('.map-title.left .rule').textContent") == "分设"
    )
    assert host.evaluate("document.documentElement.lang") == "", "the notebook's own is left alone"
    host.evaluate("cell('one').shadowRoot.querySelector('button.play').click()")
    host.wait_for_function("model.saved.at(-1).playing && model.saved.at(-1).lang === 'zh-CN'")
    host.evaluate("ends[0]()")
    assert host.evaluate("cell('one')") is None
    assert host.evaluate("Object.values(model.calls).flat().length") == 0


def test_two_views_of_one_widget_go_together(host: Any) -> None:
    host.goto(f"{host.address}?both")
    other = "cell('two').cell.page.engine"
    host.wait_for_function(f"globalThis.model && ends.length === 2 && {ENGINE}.shown && {other}.shown")
    host.evaluate("cell('one').shadowRoot.querySelector('button.play').click()")
    host.wait_for_function(f"!{ENGINE}.playing && !{other}.playing")
    host.evaluate(f"{ENGINE}.seek(120)")
    host.wait_for_function(f"{other}.t === 120")


CELLS = (
    """
import jiaosuo
from jiaosuo import Scenario
small = Scenario.preset("county-town", people_per_agent=25, population=20_000, seed=3)
played = jiaosuo.play(small, days=0.1, replications=2)
""",
    "played",
    "played.widget.minute = 60; print(played.widget.minute, played.widget.playing)",
    "played.frame",
)


def test_a_cell_of_jupyter_yields_the_widget_and_not_the_page(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in CELLS])
    where = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where)
    client.execute()
    _, shown, asked, frame = (cell.outputs for cell in notebook.cells)
    view = "application/vnd.jupyter.widget-view+json"
    assert [list(each.data) for each in shown] == [["text/plain", view]]
    model = shown[0].data[view]["model_id"]
    assert client.widget_state[model]["minute"] == 60, "what Python sets goes to the cell"
    assert asked[0].text == "60.0 True\n"
    assert frame[0].data["text/html"].startswith("<iframe srcdoc=")
