"""A PostgreSQL server for the length of a test run: in a folder of its own, reached by a socket only, gone afterwards."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.machine import CannotRun, install_by_apt, is_root

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "40",
    "max_locks_per_transaction": "256",  # a test may look at every table and its indexes
    "shared_buffers": "128MB",
}
# As a server in earnest: what is committed is on the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def database_url(*, is_durable: bool = False) -> Iterator[str]:
    """The server named by TEST_DATABASE_URL, else a throw-away one: quick, or such that what is committed survives a power cut."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with _throw_away_server(_binaries(), SETTINGS | (DURABLE if is_durable else {})) as folder:
        yield f"postgres://postgres@/{folder}/postgres"


def _binaries() -> Path:
    found = _find_binaries()
    if found is None:
        install_by_apt("postgresql")
        found = _find_binaries()
    if found is None:
        raise CannotRun("no PostgreSQL server program was found; install one or set TEST_DATABASE_URL")
    return found


def _find_binaries() -> Path | None:
    places = [os.path.dirname(shutil.which("initdb") or "")]
    places += sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)
    places += ["/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql/bin", "/usr/pgsql/bin"]
    for place in places:
        if place and all((Path(place) / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return Path(place)
    return None


def _version(path: str) -> float:
    try:
        return float(path.split("/")[-2])
    except ValueError:
        return 0


@contextmanager
def _throw_away_server(binaries: Path, settings: dict[str, str]) -> Iterator[str]:
    # A short path: that of a socket may not exceed some hundred characters.
    folder = tempfile.mkdtemp(prefix="mh-pg-", dir="/tmp" if Path("/tmp").is_dir() else None)
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = f"{folder}/data"
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    try:
        _run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            folder,
            owner,
        )
        start = ["start", "-w", "-s", "-l", f"{folder}/log", "-o", f"{options} -k {folder}"]
        _run([binaries / "pg_ctl", "-D", data, *start], folder, owner)
        try:
            yield folder
        finally:
            _run([binaries / "pg_ctl", "-D", data, "stop", "-w", "-s", "-m", "immediate"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then somebody with fewer rights owns the server."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotRun("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody'")


def _run(command: list[Path | str], folder: str, owner: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Away from our Ctrl-C: it is stopped by us, in order.
        start_new_session=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"{command[0]} failed: {done.stdout.strip()[-800:]}")
