"""What the checks may ask of the machine they run on."""

import os
import shutil
import subprocess
from ctypes.util import find_library
from pathlib import Path


class CannotRun(Exception):
    """A check cannot run here; the message says what would let it."""


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_by_apt(*packages: str) -> None:
    """Install Debian packages where we are root on Debian; do nothing elsewhere. No service is started."""
    if not (is_root() and Path("/etc/debian_version").exists() and shutil.which("apt-get")):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CannotRun(f"apt-get {' '.join(command)} failed: {done.stderr.strip()[-800:]}")


def pango() -> None:
    """See that the library is there by which PDFs are made: apt brings it where it is missing."""
    if _has_pango():
        return
    install_by_apt("libpango-1.0-0", "libpangoft2-1.0-0")
    if not _has_pango():
        raise CannotRun("PDFs are made by Pango, which is missing (Debian: libpango-1.0-0 libpangoft2-1.0-0)")


def _has_pango() -> bool:
    """Asked of the loader, as WeasyPrint asks: what was installed a moment ago counts."""
    return all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def chromium() -> str:
    """The path of a Chromium: the one named, one that is there, else one brought by apt or by Playwright."""
    named = os.environ.get("MENTORHALO_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise CannotRun(f"MENTORHALO_CHROMIUM names {named}, which is no program")
        return named
    found = _find_chromium()
    if found is None:
        install_by_apt("chromium")
        found = _find_chromium()
    return found or _chromium_of_playwright()


def _find_chromium() -> str | None:
    for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


def _chromium_of_playwright() -> str:
    from playwright.sync_api import sync_playwright  # late: slow, and seldom needed

    subprocess.run([*_playwright(), "install", "chromium"], capture_output=True, check=False)
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        raise CannotRun(
            "no Chromium was found and none could be brought; install one or set MENTORHALO_CHROMIUM"
        )
    return path


def _playwright() -> list[str]:
    return [str(Path(__file__).resolve().parent.parent / ".venv" / "bin" / "playwright")]
