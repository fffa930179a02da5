"""What people type: signs of full width, as Chinese input methods give them, mean the ordinary ones."""

from __future__ import annotations

import re

_SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ",
    ord("\u3002"): ".",
    ord("\u3001"): ",",
    ord("\u2212"): "-",
    ord("\u201c"): '"',
    ord("\u201d"): '"',
    ord("\u2018"): "'",
    ord("\u2019"): "'",
    ord("\u3010"): "[",
    ord("\u3011"): "]",
}
_COMMAS = re.compile("[,\uff0c\u3001]")
_QUOTED = re.compile(r'''"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*''')
"""What TOML leaves as it is: texts and remarks."""


def half_width(text: str) -> str:
    """A number, a name of ours or `NAME=VALUE` with ordinary signs: `\uff10\uff0e\uff13` is `0.3`."""
    return text.translate(_SIGNS)


def listed(text: str) -> list[str]:
    """The parts of a list with commas between, of either width, without the spaces around them."""
    return [each.strip() for each in _COMMAS.split(text)]


def full_width_sign(toml: str) -> tuple[int, str, str] | None:
    """Line, sign and its meaning, of the first sign of full width outside texts and remarks of TOML."""
    bare = _QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), toml)
    for place, sign in enumerate(bare):
        if ord(sign) in _SIGNS:
            return bare.count("\n", 0, place) + 1, sign, _SIGNS[ord(sign)]
    return None
