"""`mentorhalo create_administrator EMAIL`: somebody must be the first."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorhalo.accounts.actions import AccountRefused, GrantRefused, open_administrator
from mentorhalo.accounts.models import User


class Command(BaseCommand):
    help = (
        "Open an account for an administrator, or give the role to an account that exists. The password is asked for, "
        "or read from the first line of standard input where that is not a terminal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        exists = User.objects.filter(email__iexact=email).exists()
        try:
            open_administrator(
                email=email, name=name, password=None if exists else self._password(), at=timezone.now()
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (AccountRefused, GrantRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{email} is an administrator and may sign in.")

    def _password(self) -> str:
        if not sys.stdin.isatty():
            password = sys.stdin.readline().rstrip("\n")
        else:
            password = getpass("Password: ")
            if password != getpass("Password again: "):
                raise CommandError("The two passwords differ.")
        if not password:
            raise CommandError("An administrator needs a password.")
        return password
