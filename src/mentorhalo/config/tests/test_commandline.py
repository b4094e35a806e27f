import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentorhalo.config import commandline


def test_command_stopped_by_hand_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commandline, "execute_from_command_line", stopped)
    monkeypatch.setattr(sys, "argv", ["mentorhalo", "check"])

    with pytest.raises(SystemExit, match="130"):
        commandline.main()

    assert capsys.readouterr().err == "\nStopped.\n"


def mentorhalo(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from mentorhalo.config.commandline import main; main()", *words],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "mentorhalo.config.settings", **settings},
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_command_without_a_reachable_database_says_so(tmp_path: Path) -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"

    found = mentorhalo("figures", MENTORHALO_DATA=str(tmp_path), DATABASE_URL=nowhere)

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("The database cannot be opened")
    assert "Traceback" not in found.stderr
