"""Films: the arithmetic of the page under Node, and the GIF that the server puts together of its pictures."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from starlette.applications import Starlette

from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.link import read
from jiaosuo.dashboard.page import panel_data
from jiaosuo.dashboard.sending import animating, animation
from jiaosuo.dashboard.sending.animating import Animator
from jiaosuo.dashboard.sending.animation import MOST_PICTURES, WIDEST, NotAFilm, parted
from jiaosuo.dashboard.sending.command import check_file
from jiaosuo.dashboard.sending.film_line import FilmLine, stem
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.web import film_routes, pending_pages
from jiaosuo.dashboard.web.film_routes import AT_ONCE, AT_ONCE_HERE, Films
from jiaosuo.dashboard.web.guard import LARGEST_FILES, Guard
from jiaosuo.model.core.words import CHINESE, ENGLISH
from tests.coroutines import in_own_loop
from tests.dashboard.node_path import NODE

HOST = "127.0.0.1:8765"
SCRIPT = Path(__file__).parent / "node" / "film.test.mjs"


def test_spans_pictures_and_the_file_around_them_are_as_they_say() -> None:
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", str(SCRIPT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "# fail 0" in done.stdout


# Pictures


def picture(i: int = 0, size: tuple[int, int] = (96, 64), form: str = "PNG", **more: Any) -> bytes:
    """A map, so to say, with a ring that moves."""
    image = Image.new("RGB", size, "#efeeda")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 40, 96, 64), fill="#cfe0e6")
    draw.ellipse((4 * i, 10, 4 * i + 9, 19), outline="#7c1d12", width=2)
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def sent(*pictures: bytes) -> bytes:
    """Pictures as a page sends them."""
    return b"".join(struct.pack(">I", len(each)) + each for each in pictures)


def test_a_gif_shows_each_picture_for_its_time_in_colours_of_all() -> None:
    made = Animator().make(sent(*(picture(i) for i in range(12))), 10)
    with Image.open(io.BytesIO(made)) as gif:
        assert (gif.format, gif.size, gif.n_frames, gif.info["loop"]) == ("GIF", (96, 64), 12, 0)
        shown = []
        for i in range(gif.n_frames):
            gif.seek(i)
            assert gif.info["duration"] == 100
            shown.append(gif.convert("RGB"))
    assert len({each.tobytes() for each in shown}) == 12
    for i, each in enumerate(shown):
        with Image.open(io.BytesIO(picture(i))) as drawn:
            there = drawn.convert("RGB")
        apart = max(abs(a - b) for a, b in zip(each.tobytes(), there.tobytes(), strict=True))
        assert apart < 12, "what it was drawn with is in the table of colours"


def test_pictures_that_are_the_same_last_as_long_as_they_would_apart() -> None:
    made = Animator().make(sent(picture(0), picture(0), picture(3)), 20)
    with Image.open(io.BytesIO(made)) as gif:
        assert gif.n_frames == 2
        assert gif.info["duration"] == 400


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and has nothing in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        told = kind + content
        return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


WRONG = {
    "nothing": b"",
    "no length": b"abc",
    "a length of nothing": struct.pack(">I", 0),
    "a length that is too much": struct.pack(">I", 2**32 - 1) + picture(),
    "a picture cut off": sent(picture()[:120]),
    "one cut off behind a whole one": sent(picture(), picture(1)[:-80]),
    "no picture": sent(b"<html>nonsense</html>"),
    "a JPEG": sent(picture(form="JPEG")),
    "a WebP": sent(picture(form="WEBP")),
    "a GIF": sent(picture(form="GIF")),
    "a picture of many": sent(
        picture(form="PNG", save_all=True, append_images=[Image.new("RGB", (96, 64), "red")])
    ),
    "too wide": sent(picture(size=(WIDEST + 1, 8))),
    "too high": sent(picture(size=(8, WIDEST + 1))),
    "a bomb": sent(bomb(60_000, 60_000)),
    "one that holds less than it says": sent(bomb(600, 600)),
    "two sizes": sent(picture(), picture(size=(96, 66))),
    "too many": sent(*[picture()] * (MOST_PICTURES + 1)),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_no_film_is_refused_in_the_process_itself(content: bytes) -> None:
    with pytest.raises(NotAFilm):
        animation.animation(parted(content), 10)


@pytest.mark.parametrize("shown", [0, 7, 101, 10_000])
def test_no_picture_is_shown_for_an_instant_or_for_ever(shown: int) -> None:
    with pytest.raises(NotAFilm):
        animation.animation([picture(0), picture(1)], shown)


def test_nothing_is_unpacked_before_its_size_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a picture was unpacked")

    monkeypatch.setattr(animation, "_pixels", never)
    for content in ("a bomb", "too wide", "two sizes", "a JPEG"):
        with pytest.raises(NotAFilm):
            animation.animation(parted(WRONG[content]), 10)


def test_the_process_says_what_is_wrong_by_its_end_and_names_nothing_of_ours() -> None:
    assert animating.WRONG == animation.WRONG
    with pytest.raises(NotSendable) as refused:
        Animator().make(WRONG["a JPEG"], 10)
    assert "150 PNG" in refused.value.problem.told(ENGLISH)
    assert "150张" in refused.value.problem.told(CHINESE)
    assert "jiaosuo" not in Path(animation.__file__).read_text()


def test_a_film_that_takes_too_long_is_ended_and_a_fault_is_ours() -> None:
    slow = Animator((sys.executable, "-c", "import time; time.sleep(60)"), seconds=0.2)
    with pytest.raises(NotSendable, match="longer than"):
        slow.make(b"", 10)
    with pytest.raises(NotSendable, match="fault is ours"):
        Animator((sys.executable, "-c", "raise SystemExit(9)")).make(b"", 10)


def test_one_film_is_made_at_a_time_and_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    animator, goes, made = Animator(), threading.Event(), []

    def held(pictures: bytes, _: int) -> bytes:
        made.append(pictures)
        assert goes.wait(30)
        return pictures

    monkeypatch.setattr(animator, "_made", held)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(animator.make, b"%d" % i, 10) for i in range(1 + animating.MOST_WAITING)]
        while animator._places._value:
            pass
        with pytest.raises(NotSendable, match="Others have films"):
            animator.make(b"one more", 10)
        assert len(made) == 1
        goes.set()
        assert [each.result(30) for each in asked] == [b"%d" % i for i in range(1 + animating.MOST_WAITING)]
    goes.set()
    assert animator.make(b"later", 10) == b"later"


# The route


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    """The route behind the guard, with a visitor whose page is on its way."""
    monkeypatch.setattr(film_routes, "_films", Films())
    assert pending_pages.add("a-visitor")
    return Guard(Starlette(routes=film_routes.film_routes()))


def post(guard: Guard, body: bytes, query: str = "shown=10", **headers: str) -> tuple[int, bytes, str]:
    """(status, body, kind) of a post of our own page."""
    own = {"host": HOST, "origin": f"http://{HOST}", "cookie": "solara-session-id=a-visitor"}
    said = own | {"content-length": str(len(body))} | headers
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/film/gif",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in said.items() if value],
        "client": ("127.0.0.1", 1),
    }
    answered: list[Any] = []

    async def run() -> None:
        pieces = [body[i : i + 65_536] for i in range(0, len(body), 65_536)] or [b""]

        async def receive() -> Any:
            piece = pieces.pop(0) if pieces else None
            if piece is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            answered.append(message)

        await guard(scope, receive, send)

    in_own_loop(run())
    kind = dict(answered[0]["headers"]).get(b"content-type", b"").decode()
    return answered[0]["status"], b"".join(each.get("body", b"") for each in answered[1:]), kind


def test_a_page_of_ours_gets_the_gif_of_its_pictures(guard: Guard) -> None:
    status, body, kind = post(guard, sent(picture(0), picture(4)))
    assert (status, kind) == (200, "image/gif")
    with Image.open(io.BytesIO(body)) as gif:
        assert gif.n_frames == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": ""}, 403),
        ({"cookie": ""}, 403),
        ({"cookie": "solara-session-id=made-up"}, 403),
        ({"host": "evil.example"}, 421),
        ({"content-length": str(LARGEST_FILES + 1)}, 413),
    ],
)
def test_nobody_else_does(guard: Guard, headers: dict[str, str], status: int) -> None:
    assert post(guard, sent(picture(0)), **headers)[0] == status


@pytest.mark.parametrize(
    "query", ["", "shown=", "shown=x", "shown=-1", "shown=٣٠", "shown=1000", "shown=1.5"]
)
def test_a_time_that_is_none_is_not_known(guard: Guard, query: str) -> None:
    assert post(guard, sent(picture(0)), query)[0] == 400


def test_what_is_no_film_is_told_in_the_page_s_language(guard: Guard) -> None:
    for tag, words in (("en", "no pictures of a film"), ("zh-CN", "不是影片的画面")):
        status, body, _ = post(guard, b"nonsense", f"shown=10&lang={tag}")
        assert status == 422
        assert words in json.loads(body)["error"]


def test_who_has_many_films_made_waits_and_others_do_not(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Quick:
        """Makes no film, at once."""

        def make(self, *_: object) -> bytes:
            return b"GIF"

    monkeypatch.setattr(film_routes, "the_animator", Quick)
    monkeypatch.setattr(film_routes, "A_SECOND", 0.0)
    monkeypatch.setattr(film_routes, "A_SECOND_HERE", 0.0)
    assert [post(guard, b"x")[0] for _ in range(int(AT_ONCE) + 3)] == [200] * int(AT_ONCE) + [429] * 3
    others = [f"visitor-{i}" for i in range(int(AT_ONCE_HERE))]
    assert all(pending_pages.add(each) for each in others)
    said = [post(guard, b"x", cookie=f"solara-session-id={each}")[0] for each in others]
    assert said.count(200) == AT_ONCE_HERE - AT_ONCE, "all of one address share what it may have"
    assert "半分钟" in json.loads(post(guard, b"x", "shown=10&lang=zh")[1])["error"]


def test_who_only_tries_is_not_kept_waiting_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film_routes, "A_SECOND", 0.0)
    films = Films()
    assert all(films.takes("one", "here") for _ in range(int(AT_ONCE)))
    assert not any(films.takes("one", "here") for _ in range(50))
    films._known["session", "one"].left += 1.0
    assert films.takes("one", "here")


# What a film says of itself


def test_the_line_names_story_place_rules_seed_and_that_it_is_one_world() -> None:
    line = FilmLine("A story", "Zigui 2004", ("separate", "integrated"), 7)
    said = line.told(ENGLISH)
    assert said.startswith(
        "A story · Zigui 2004 · separate | integrated · seed 7 · one world, not a verdict · "
    )
    assert "jiaosuo" in said
    assert "单次仿真，不作为结论" in line.told(CHINESE)
    assert FilmLine("Zigui", "Zigui", ("a", "b"), 1).told(ENGLISH).count("Zigui") == 1
    assert stem("我的县", "separate", "integrated") == "----separate-integrated"


def test_the_page_tells_its_player_what_a_film_says() -> None:
    for language in ("en", "zh"):
        session = Session(read(f"story=zigui&lang={language}")[0])
        said = panel_data.film(session.choice)
        assert said["name"] == "zigui-2004-separate-integrated"
        assert panel_data.masthead(session, "x")["title"] in said["line"]
        assert "jiaosuo" in said["line"]


@pytest.mark.parametrize("name", ["x.gif", "x.mp4", "X.MP4", "x.webm"])
def test_the_command_says_where_films_are_made(name: str) -> None:
    with pytest.raises(NotSendable) as refused:
        check_file(Path(name))
    assert "jiaosuo dashboard" in refused.value.problem.told(ENGLISH)
    assert "录制" in refused.value.problem.told(CHINESE)
