"""Pictures of a film put together as one GIF, in a process of its own: `animation.py SHOWN < pictures`.

Pictures come from strangers' browsers. What is larger than a film of the page, or no PNG, is refused before
it is unpacked; the process has little memory and little time. It names nothing of ours, so that it is there
in a moment.
"""

from __future__ import annotations

import contextlib
import io
import struct
import sys

from PIL import Image, ImageFile

MOST_PICTURES = 150
WIDEST = 640
"""Pixels of a picture, in width and in height."""

SHORTEST, LONGEST = 8, 100
"""Hundredths of a second for which a picture stands."""

COLOURS = 256
LOOKED_AT = 12
"""Pictures from which the colours of all are chosen: the night among them, and the day."""

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 60
WRONG = 3
"""The code with which it ends when what came is no film."""


class NotAFilm(Exception):
    """What came are no pictures that make a film."""


def parted(content: bytes) -> list[bytes]:
    """The pictures in what a page sends: before each its length in bytes, as four bytes, highest first.

    NotAFilm for none, for too many, and for lengths that do not come out.
    """
    pictures: list[bytes] = []
    at = 0
    while at < len(content):
        if len(pictures) == MOST_PICTURES or at + 4 > len(content):
            raise NotAFilm
        (length,) = struct.unpack_from(">I", content, at)
        pictures.append(content[at + 4 : at + 4 + length])
        if not length or len(pictures[-1]) != length:
            raise NotAFilm
        at += 4 + length
    if not pictures:
        raise NotAFilm
    return pictures


def opened(content: bytes) -> ImageFile.ImageFile:
    """A picture with its size known and its pixels still packed; NotAFilm where it is none of a film."""
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG",))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAFilm from error
    if not 0 < picture.width <= WIDEST or not 0 < picture.height <= WIDEST or _frames(picture) != 1:
        raise NotAFilm
    return picture


def _frames(picture: Image.Image) -> int:
    return int(getattr(picture, "n_frames", 1))


def animation(contents: list[bytes], shown: int) -> bytes:
    """The GIF: one table of colours for all pictures, each shown for so many hundredths of a second.

    NotAFilm for pictures that are none, or of different sizes. Pictures that are the same stand as one, for
    as long as they would have.
    """
    packed = [opened(each) for each in contents]
    if len({each.size for each in packed}) != 1 or not SHORTEST <= shown <= LONGEST:
        raise NotAFilm
    table = _colours(packed)
    pictures = [_pixels(each).quantize(palette=table, dither=Image.Dither.NONE) for each in packed]
    out = io.BytesIO()
    pictures[0].save(
        out, "GIF", save_all=True, append_images=pictures[1:], duration=10 * shown, loop=0, optimize=False
    )
    return out.getvalue()


def _pixels(picture: Image.Image) -> Image.Image:
    """A picture unpacked, in colour, without what could be seen through it."""
    try:
        return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAFilm from error


def _colours(packed: list[ImageFile.ImageFile]) -> Image.Image:
    """The colours of some pictures, spread over the film: with a table for each, a map would flicker."""
    step = max(1, len(packed) // LOOKED_AT)
    some = [_pixels(each) for each in packed[::step][:LOOKED_AT]]
    width, height = (max(1, length // 2) for length in some[0].size)  # every other dot knows the colours
    sheet = Image.new("RGB", (width, height * len(some)))
    for i, each in enumerate(some):
        sheet.paste(each.resize((width, height), Image.Resampling.NEAREST), (0, i * height))
    return sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=1)


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # only where there is such a thing

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main(shown: str) -> None:
    """Pictures in, the GIF out; ends with WRONG where the pictures are none of a film."""
    _limit()
    Image.MAX_IMAGE_PIXELS = WIDEST * WIDEST
    try:
        made = animation(parted(sys.stdin.buffer.read()), int(shown))
    except NotAFilm:
        sys.exit(WRONG)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
