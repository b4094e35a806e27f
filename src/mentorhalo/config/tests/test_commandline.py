import sys

import pytest

from mentorhalo.config import commandline


def test_command_stopped_by_hand_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commandline, "execute_from_command_line", stopped)
    monkeypatch.setattr(sys, "argv", ["mentorhalo", "demo"])

    with pytest.raises(SystemExit, match="130"):
        commandline.main()

    assert capsys.readouterr().err == "\nStopped.\n"
