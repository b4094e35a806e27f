"""The heart of questionnaires knows no framework, and a server that takes submissions loads no spreadsheets."""

import subprocess
import sys


def test_nothing_of_django_is_imported() -> None:
    code = "import mentorhalo.surveys.xforms.making"

    assert loaded_by(code, {"django", "wagtail", "mentorhalo.core"}) == "[]"


def test_submissions_are_read_without_spreadsheets() -> None:
    code = "x.read_submission(b'<data/>', x.Form('f'))"

    assert loaded_by(code, {"openpyxl", "pyxform", "xlrd", "numpy"}) == "[]"


def loaded_by(code: str, wanted: set[str]) -> str:
    """Which of these modules a new process has loaded after the code."""
    lines = [
        "import sys",
        "import mentorhalo.surveys.xforms as x",
        code,
        f"print(sorted({wanted!r} & set(sys.modules)))",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
