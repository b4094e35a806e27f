"""`mentorhalo grant EMAIL ROLE`: give a role from the command line."""

from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorhalo.accounts.actions import GrantRefused, grant_role
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User


class Command(BaseCommand):
    help = "Give a person a role, from today (or --from) on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address the person signs in with")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--programme", default="", help="code of a programme (default: every programme)")
        parser.add_argument("--group", type=UUID, help="id of the county group, for a group leader")
        parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--until", dest="ends_on", type=date.fromisoformat, metavar="DAY")

    def handle(self, *, email: str, role: str, programme: str, **options: Any) -> None:
        now = timezone.now()
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        try:
            grant = grant_role(
                user=user,
                role=role,
                programme=programme,
                group=options["group"],
                starts_on=options["starts_on"] or timezone.localdate(now),
                ends_on=options["ends_on"],
                by=None,
                at=now,
            )
        except GrantRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} is {role} from {grant.starts_on} on.")
