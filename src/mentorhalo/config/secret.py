"""The signing key of an installation that was given none: made once, kept in the data folder."""

import secrets
from pathlib import Path


def stored_secret_key(folder: Path) -> str:
    """Read `secret-key` in `folder`, making it (mode 0600) on first use; two starts at once agree on one."""
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
