"""The `mentorhalo` command: every management command of every room under one name."""

import os
import sys
from io import TextIOWrapper

import django
from django.core.management import call_command, execute_from_command_line, get_commands
from django.db import OperationalError, connection

STOPPED_BY_HAND = 130


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
    if isinstance(sys.stdout, TextIOWrapper):
        # Whoever follows a log or a pipe sees each line when it is said.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        if asks_the_database(sys.argv):
            make_new_database_ready()
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(STOPPED_BY_HAND)


def asks_the_database(arguments: list[str]) -> bool:
    """Whether it is a command of a room: those of Django, and `start`, see to the database themselves."""
    if len(arguments) < 2 or {"-h", "--help", "--version"} & set(arguments):
        return False
    django.setup()
    room = get_commands().get(arguments[1], "")
    return isinstance(room, str) and room.startswith("mentorhalo.") and room != "mentorhalo.config"


def make_new_database_ready() -> None:
    """A folder or database used for the first time gets its tables; one that has tables is left as it is."""
    try:
        if "django_migrations" in connection.introspection.table_names():
            return
    except OperationalError as error:
        sys.exit(f"The database cannot be opened: {error}".strip())
    sys.stderr.write("New database: its tables are made …\n")
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
