"""The `mentorhalo` command: every management command of every room under one name."""

import os
import sys
from io import TextIOWrapper

from django.core.management import execute_from_command_line

STOPPED_BY_HAND = 130


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
    if isinstance(sys.stdout, TextIOWrapper):
        # Whoever follows a log or a pipe sees each line when it is said.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(STOPPED_BY_HAND)
