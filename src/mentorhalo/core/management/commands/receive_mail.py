"""`mentorhalo receive_mail`: what a mail server calls for each message, with the message on standard input."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from mentorhalo.core.mailbox.actions import is_done_with, largest, receive


class Command(BaseCommand):
    help = "Take in one e-mail from standard input; ends with 75 where the mail server shall bring it again."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="ADDRESS",
            help="whom the mail server brings it to; without it the message's own headers tell",
        )

    def handle(self, *, recipient: list[str], **options: Any) -> None:
        raw = sys.stdin.buffer.read(largest() + 1)
        if not raw.strip():
            self.stderr.write("Nothing came on standard input.")
            sys.exit(os.EX_DATAERR)
        try:
            row = receive(raw, at=timezone.now(), recipients=recipient)
        except DatabaseError as error:
            self.stderr.write(f"Cannot be kept now: {type(error).__name__}.")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(f"{row.get_state_display()}: {row.prefixes or '-'}")
        if not is_done_with(row):
            sys.exit(os.EX_TEMPFAIL)
