"""Static files in one folder, as WhiteNoise serves them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files() -> int:
    """Collect, hash and compress, if a file has come, gone or changed since the last time. Returns how many there are."""
    paths = sorted(Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    fingerprint = hashlib.sha256()
    for path in paths:
        stat = path.stat()
        fingerprint.update(f"{path} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint.hexdigest():
        return 0
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint.hexdigest(), encoding="ascii")
    return len(paths)
