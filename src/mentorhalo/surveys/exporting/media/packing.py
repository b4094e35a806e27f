"""Photos and sounds beside the tables, in one ZIP, a block at a time."""

import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import BinaryIO

from .attached import FOLDER, Attached
from .cleaning import blocks_of, cleaned

FIXED_DATE = (2020, 1, 1, 0, 0, 0)  # the same data give the same file

type Opener = Callable[[str], BinaryIO]


class PackedMedia:
    """`is_bare`: without what devices write beside a picture; then files that we cannot clean are left out."""

    def __init__(self, archive: zipfile.ZipFile, open_file: Opener, *, is_bare: bool) -> None:
        self._archive, self._open, self._is_bare = archive, open_file, is_bare
        self.given = 0
        self.left_out = 0

    def give(self, attached: Attached, name: str) -> bool:
        with ExitStack() as stack:
            try:
                blocks = self._blocks(stack.enter_context(self._open(attached.stored)))
            except OSError:  # lost: the table says nothing there
                blocks = None
            if blocks is None:
                self.left_out += 1
                return False
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", FIXED_DATE)
            with self._archive.open(entry, "w", force_zip64=True) as packed:
                for block in blocks:
                    packed.write(block)
        self.given += 1
        return True

    def _blocks(self, file: BinaryIO) -> Iterable[bytes] | None:
        if not self._is_bare:
            return blocks_of(file)
        found = cleaned(file)
        return None if found is None else found[1]
