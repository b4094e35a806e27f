"""Keep the Hungarian catalogues complete, without the system's gettext.

    python -m tools.messages [ROOM…]             write what is missing, drop what is unused, compile, list what to translate
    python -m tools.messages --check [ROOM…]     change nothing; fail on anything missing, fuzzy, unused or contradictory
    python -m tools.messages --compile [ROOM…]   only .po -> .mo, where the .po is newer

A string belongs to the catalogue of the room it is used in: `src/mentorhalo/<room>/locale/hu/LC_MESSAGES/django.po`.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src" / "mentorhalo"
CATALOGUE = Path("locale/hu/LC_MESSAGES/django.po")
HEADER = {
    "Project-Id-Version": "Mentorháló",
    "Language": "hu",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    name + suffix: positions
    for name, positions in {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in (["", "_lazy", "_noop"] if name != "_" else [""])
}
PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdif]|\{[A-Za-z_][\w.]*\}")
DOTTED_DAY = re.compile(r"%\(day\)s\.(?!\w)")
NOT_SHOWN = ("tests", "migrations")

type Key = tuple[str | None, str]


@dataclass
class Message:
    """One string of the sources and where in its room it is used."""

    context: str | None
    text: str
    plural: str | None = None
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def rooms(source: Path = SOURCE) -> list[str]:
    """Every room, in alphabetical order."""
    return sorted(path.parent.name for path in source.glob("*/__init__.py"))


def extract(room: Path) -> dict[Key, Message]:
    """Every marked string of a room's Python files and templates, in the order of the files."""
    found: dict[Key, Message] = {}
    for path in _sources(room):
        name = path.relative_to(room).as_posix()
        for context, text, plural in _marked(path):
            message = found.setdefault((context, text), Message(context, text))
            message.plural = message.plural or plural
            if name not in message.files:
                message.files.append(name)
    return found


def catalogue_path(room: Path) -> Path:
    return room / CATALOGUE


def read(path: Path) -> polib.POFile:
    """The catalogue at `path`; an empty one where there is none."""
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile(encoding="utf-8")


def merged(messages: dict[Key, Message], old: polib.POFile) -> polib.POFile:
    """The catalogue the sources ask for, with the translations `old` has."""
    known = {_key(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(encoding="utf-8", wrapwidth=110)
    new.metadata = dict(HEADER)
    for message in messages.values():
        entry = polib.POEntry(
            msgid=message.text,
            msgctxt=message.context,
            occurrences=[(name, "") for name in message.files],
        )
        before = known.get(message.key)
        if before is not None:
            entry.tcomment = before.tcomment
            entry.flags = [flag for flag in before.flags if flag == "fuzzy"]
        if message.plural is None:
            entry.msgstr = before.msgstr if before is not None else ""
        else:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = _plural_of(before)
        new.append(entry)
    return new


def faults(messages: dict[Key, Message], catalogue: polib.POFile) -> list[str]:
    """What keeps a catalogue from being complete, one sentence each."""
    return [
        *_lacking(messages, catalogue),
        *_unused(messages, catalogue),
        *_misplaced(catalogue),
        *_dotted_twice(catalogue),
    ]


def contradictions(catalogues: dict[str, polib.POFile], chosen: list[str]) -> list[str]:
    """Strings that a chosen room and another translate differently: at run time only one of them would win."""
    said: dict[Key, dict[str, str]] = {}
    for room, catalogue in catalogues.items():
        for entry in catalogue:
            if entry.translated():
                words = entry.msgstr or " | ".join(text for _, text in sorted(entry.msgstr_plural.items()))
                said.setdefault(_key(entry), {})[room] = words
    return [
        f"{_shown(key)} differs between rooms: "
        + "; ".join(f"{room}: {text!r}" for room, text in texts.items())
        for key, texts in said.items()
        if len(set(texts.values())) > 1 and not texts.keys().isdisjoint(chosen)
    ]


def compile_catalogue(path: Path) -> bool:
    """Write the .mo beside a .po, if the .po is newer. True if it was written."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > path.stat().st_mtime_ns:
        return False
    read(path).save_as_mofile(str(target))
    return True


def main(arguments: list[str] | None = None, source: Path = SOURCE) -> int:
    options = _parser().parse_args(arguments)
    chosen = options.rooms or rooms(source)
    strangers = sorted(set(chosen) - set(rooms(source)))
    if strangers:
        print(
            f"No such room: {', '.join(strangers)}. There are: {', '.join(rooms(source))}.", file=sys.stderr
        )
        return 2
    if options.compile:
        return _compile_all(source / room for room in chosen)
    if options.check:
        return _check_all(source, chosen)
    for room in chosen:
        _update(source / room)
    return _compile_all(source / room for room in chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools.messages", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--check", action="store_true", help="change nothing, fail on anything that is not complete"
    )
    what.add_argument("--compile", action="store_true", help="only compile the catalogues that changed")
    return parser


def _update(room: Path) -> None:
    path = catalogue_path(room)
    messages = extract(room)
    old = read(path)
    if messages or path.exists():
        text = str(merged(messages, old)).rstrip("\n") + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{room.name}: {len(messages)} strings written")
    for entry in old:
        if _key(entry) not in messages and not entry.obsolete:
            print(f"{room.name}: dropped {_shown(_key(entry))} (was {entry.msgstr!r})")
    for fault in faults(messages, read(path)):
        print(f"{room.name}: {fault}")


def _check_all(source: Path, chosen: list[str]) -> int:
    every = {room: read(catalogue_path(source / room)) for room in rooms(source)}
    wrong = [f"{room}: {fault}" for room in chosen for fault in faults(extract(source / room), every[room])]
    wrong += contradictions(every, chosen)
    for line in wrong:
        print(line)
    print(f"{len(wrong)} faults in the catalogues of {len(chosen)} rooms")
    return 1 if wrong else 0


def _compile_all(folders: Iterable[Path]) -> int:
    written = [
        folder.name
        for folder in folders
        if (path := catalogue_path(folder)).exists() and compile_catalogue(path)
    ]
    if written:
        print(f"compiled {', '.join(written)}")
    return 0


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if inside[0] in NOT_SHOWN or not path.is_file():
            continue
        if path.suffix == ".py" or "templates" in inside:
            yield path


def _marked(path: Path) -> Iterator[tuple[str | None, str, str | None]]:
    from babel.messages.extract import extract as extract_marked  # late: slow, compiling does not need it
    from django.utils.translation.template import templatize  # late: slow, compiling does not need it

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The round brackets keep Python's tokeniser from reading a template's indentation as its own.
        text = f"(\n{templatize(text, origin=str(path))}\n)"
    file = io.BytesIO(text.encode())
    for _line, texts, _comments, context in extract_marked("python", file, keywords=KEYWORDS):
        first, second = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, None)
        yield context, first, second


def _plural_of(entry: polib.POEntry | None) -> dict[int, str]:
    if entry is None:
        return {0: "", 1: ""}
    return {index: entry.msgstr_plural.get(index, entry.msgstr) for index in (0, 1)}


def _lacking(messages: dict[Key, Message], catalogue: polib.POFile) -> Iterator[str]:
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    for key, message in messages.items():
        entry = known.get(key)
        where = ", ".join(message.files)
        if entry is None:
            yield f"missing {_shown(key)} ({where})"
        elif "fuzzy" in entry.flags:
            yield f"fuzzy {_shown(key)} ({where})"
        elif not _is_whole(entry, message.plural):
            yield f"untranslated {_shown(key)} ({where})"


def _unused(messages: dict[Key, Message], catalogue: polib.POFile) -> Iterator[str]:
    for entry in catalogue:
        if entry.obsolete or _key(entry) not in messages:
            yield f"unused {_shown(_key(entry))}"


def _misplaced(catalogue: polib.POFile) -> Iterator[str]:
    for entry in catalogue:
        if not entry.translated():
            continue
        one, many = _placeholders(entry.msgid), _placeholders(entry.msgid_plural)
        if entry.msgid_plural:
            right = _placeholders(entry.msgstr_plural[0]) <= one | many
            right = right and _placeholders(entry.msgstr_plural[1]) == many
        else:
            right = _placeholders(entry.msgstr) == one
        if not right:
            yield f"placeholders differ in {_shown(_key(entry))}"


def _dotted_twice(catalogue: polib.POFile) -> Iterator[str]:
    """A Hungarian day ends with a dot of its own: “2026. december 7.”"""
    for entry in catalogue:
        if any(DOTTED_DAY.search(text) for text in (entry.msgstr, *entry.msgstr_plural.values())):
            yield f"a dot follows the day in {_shown(_key(entry))}"


def _is_whole(entry: polib.POEntry, plural: str | None) -> bool:
    if (entry.msgid_plural or None) != plural:
        return False
    return bool(entry.translated())


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def _shown(key: Key) -> str:
    context, text = key
    return f"{text!r}" if context is None else f"{text!r} [{context}]"


if __name__ == "__main__":
    sys.exit(main())
