"""The page outside its server says where it is drawn, in both languages, without a traceback."""

import solara

from jiaosuo.dashboard.page.app import Page


def test_the_page_in_a_notebook_is_a_sentence(caplog, capfd):
    _, drawn = solara.render(Page(), handle_error=False)
    said = str(drawn.find().widgets)
    drawn.close()
    assert "run `jiaosuo dashboard`" in said
    assert "请运行 `jiaosuo dashboard`" in said
    assert "Traceback" not in caplog.text + "".join(capfd.readouterr())
