"""Static files: hashed and compressed by us, except what Vite has hashed already."""

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
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
