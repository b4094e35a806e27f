"""The bootstrap finds a Python that will do, and does nothing twice."""

import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

from tests.house import ROOT


@pytest.fixture
def setup(tmp_path: Path) -> Any:
    """The script as a module, at work in an empty folder."""
    spec = spec_from_loader("setup", SourceFileLoader("setup", str(ROOT / "setup")))
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    module.STAMPS = tmp_path / "stamps.json"
    module.ROOT = tmp_path
    (tmp_path / ".python-version").write_text("3.13\n", encoding="ascii")
    return module


def python_saying(path: Path, version: str) -> str:
    path.write_text(f"#!/bin/sh\necho {version}\n", encoding="ascii")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        (["3 11", "3 12", "3 13", "3 14"], "3 13"),
        (["3 11", "3 12", "3 14"], "3 14"),
        (["3 12"], "3 12"),
        (["3 8", "3 11"], None),
        ([], None),
    ],
)
def test_wanted_python_goes_before_newer_and_older(
    setup: Any, tmp_path: Path, there: list[str], chosen: str | None
) -> None:
    pythons = {version: python_saying(tmp_path / version.replace(" ", "."), version) for version in there}
    setup.python_candidates = lambda uv: pythons.values()

    assert setup.find_python("uv") == (pythons[chosen] if chosen else None)


def test_python_that_cannot_start_is_passed_over(setup: Any, tmp_path: Path) -> None:
    shim = tmp_path / "shim"
    shim.write_text("#!/bin/sh\necho pyenv: version not installed >&2\nexit 127\n", encoding="ascii")
    shim.chmod(0o755)

    assert setup.python_version(str(shim)) is None
    assert setup.python_version(str(tmp_path / "missing")) is None


def test_usual_places_are_looked_into(setup: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binaries = tmp_path / ".pyenv" / "versions" / "3.12.1" / "bin"
    binaries.mkdir(parents=True)
    path = python_saying(binaries / "python3", "3 12")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert path in list(setup.python_candidates("true"))


def test_changed_file_changes_the_fingerprint(setup: Any, tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text("{}", encoding="ascii")
    before = [setup.digest([file]), setup.digest([file], contents=False)]
    file.write_text("[]", encoding="ascii")
    os.utime(file, ns=(1, 1))

    assert [setup.digest([file]), setup.digest([file], contents=False)] != before


def test_stamp_is_kept_beside_others(setup: Any) -> None:
    setup.set_stamp("python", "a")
    setup.set_stamp("node", "b")

    assert (setup.stamp("python"), setup.stamp("node"), setup.stamp("client")) == ("a", "b", None)


def test_failed_command_stops_with_what_it_said(setup: Any) -> None:
    with pytest.raises(setup.Stop, match="no such thing"):
        setup.run(["/bin/sh", "-c", "echo no such thing; exit 1"])
