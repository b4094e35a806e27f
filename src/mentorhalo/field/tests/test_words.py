"""The texts of the app: each name stands for one of them, and none is asked for that is not there."""

import re
from collections import Counter
from pathlib import Path

from mentorhalo.field.words import parts, words

CLIENT = Path(__file__).parent.parent / "client"


def test_no_name_stands_for_two_texts() -> None:
    names = Counter(name for part in parts() for name in part)

    assert [name for name, times in names.items() if times > 1] == []


def test_every_text_that_is_asked_for_by_its_name_is_there() -> None:
    scripts = [path for path in CLIENT.rglob("*.ts") if not path.name.endswith(".test.ts")]
    asked = {name for path in scripts for name in re.findall(r'words\.say\(\s*"(\w+)"', path.read_text())}

    assert asked
    assert asked - words().keys() == set()
