"""The house as the tests see it: its rooms, their floors, their files."""

from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "mentorhalo"
ENTRANCES = ("models", "queries", "actions", "rules", "choices", "signals")


def _floors() -> dict[str, int]:
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    lines = config["importlinter:contract:floors"]["layers"].split("\n")
    floors = [line.split("|") for line in reversed(lines) if line.strip()]
    return {room.strip(): height for height, rooms in enumerate(floors) for room in rooms}


# Every room and how high it lies, from below; written once, in .importlinter.
FLOORS = _floors()
ROOMS = sorted(FLOORS, key=lambda room: (FLOORS[room], room))


def may_use(room: str, other: str) -> bool:
    """Whether `room` may speak of `other`: itself, or what lies on a lower floor."""
    return room == other or FLOORS[other] < FLOORS[room]


def files(pattern: str, *, tests: bool = False, migrations: bool = False) -> Iterator[tuple[str, Path]]:
    """(room, file) of the product's own files."""
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob(pattern)):
            inside = path.relative_to(SOURCE / room).parts
            if ("tests" in inside and not tests) or ("migrations" in inside and not migrations):
                continue
            if path.is_file() and "build" not in inside:
                yield room, path


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
