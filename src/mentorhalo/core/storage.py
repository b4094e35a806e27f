"""Static files: hashed and compressed by us, except what Vite has hashed already. Other files: whole, or not there."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUILD_PREFIX = "core/build/"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """A second hash would let the browser fetch (and run) a module twice: once as named by the page, once as imported.

    Without collected files (development, tests) addresses stay as they are.
    """

    def url(self, name: str | None, force: bool = False) -> str:
        if name and (name.startswith(BUILD_PREFIX) or not self.hashed_files):
            return super(HashedFilesMixin, self).url(name)  # type: ignore[misc]
        return super().url(name, force)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        built = {path for path in paths if path.startswith(BUILD_PREFIX)}
        rest = {path: found for path, found in paths.items() if path not in built}
        yield from super().post_process(rest, dry_run, **options)
        if not dry_run:
            for path, compressed in self.compress_files(built):
                yield path, compressed, True


class WholeFileStorage(FileSystemStorage):
    """A file gets its name once all of it is on the disk: whoever is killed in between leaves nothing behind.

    Until then it has no name at all (`O_TMPFILE`); where a file system knows no such thing, it is written as usual.
    """

    def _save(self, name: str, content: File) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True, mode=self.directory_permissions_mode or 0o777)
        try:
            nameless = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666)
        except (AttributeError, OSError):
            return super()._save(name, content)  # type: ignore[misc]
        with os.fdopen(nameless, "wb") as written:
            for chunk in content.chunks():
                written.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            written.flush()
            if self.file_permissions_mode is not None:
                os.fchmod(nameless, self.file_permissions_mode)
            os.fsync(nameless)
            return self._named(nameless, folder, name)

    def _named(self, nameless: int, folder: Path, name: str) -> str:
        """Give the file its name, on the disk as well; another one where somebody was faster."""
        directory = os.open(folder, os.O_RDONLY)
        try:
            while True:
                try:
                    # `linkat` follows the descriptor to the file only where a directory is named, though it needs none.
                    os.link(
                        f"/proc/self/fd/{nameless}",
                        self.path(name),
                        src_dir_fd=directory,
                        follow_symlinks=True,
                    )
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    break
            os.fsync(directory)
        finally:
            os.close(directory)
        return name
