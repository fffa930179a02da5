"""The systems a bundle can be for: which wheels fit, and what their markers say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

SYSTEMS = {
    "linux": (("linux", "Linux", "posix", "x86_64"), ("manylinux", "x86_64")),
    "linux-arm": (("linux", "Linux", "posix", "aarch64"), ("manylinux", "aarch64")),
    "windows": (("win32", "Windows", "nt", "AMD64"), ("win", "amd64")),
}
"""What markers are told (sys_platform, platform_system, os_name, platform_machine), and the wheels' tags."""

OLDEST_GLIBC, NEWEST_GLIBC = 17, 28
"""Wheels for glibc 2.17 to 2.28 are taken, so that a Linux of 2018 will do, whatever this one is."""

OLD_NAMES = ("manylinux2014",)


@dataclass(frozen=True)
class Target:
    """One system with one Python, such as linux and 3.13."""

    system: str
    python: str

    @property
    def environment(self) -> dict[str, str]:
        """What a requirement's marker is asked about."""
        names = ("sys_platform", "platform_system", "os_name", "platform_machine")
        said = dict(zip(names, SYSTEMS[self.system][0], strict=True))
        return said | {"python_version": self.python, "python_full_version": f"{self.python}.0"}

    @property
    def tags(self) -> list[str]:
        """Platform tags of wheels that run there, the newest first."""
        family, machine = SYSTEMS[self.system][1]
        if family == "win":
            return [f"win_{machine}"]
        numbered = [f"manylinux_2_{minor}_{machine}" for minor in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1)]
        return numbered + [f"{name}_{machine}" for name in OLD_NAMES]

    def __str__(self) -> str:
        return f"{self.system} with Python {self.python}"


def targets(systems: list[str], pythons: list[str]) -> list[Target]:
    """Every system with every Python."""
    return [Target(system, python) for system, python in product(systems, pythons)]
