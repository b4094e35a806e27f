"""`mentorhalo work`: does what was put off - letters, indexes, whatever the clock asks for."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentorhalo.config.management.commands.start import pending_migrations
from mentorhalo.core.work.broker import BrokerWorker
from mentorhalo.core.work.worker import DatabaseWorker


class Command(BaseCommand):
    help = "Do background work until stopped: letters, search, whatever the clock asks for."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queues",
            default=",".join(settings.TASK_QUEUES),
            help="which queues, with commas between them (default: %(default)s)",
        )
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")
        parser.add_argument(
            "--child", action="store_true", help="end when the process that started it has ended"
        )

    def handle(self, *, queues: str, once: bool, child: bool, **options: Any) -> None:
        chosen = [queue.strip() for queue in queues.split(",") if queue.strip()]
        if unknown := set(chosen) - set(settings.TASK_QUEUES):
            raise CommandError(
                f"There is no queue {', '.join(sorted(unknown))}; there are {', '.join(settings.TASK_QUEUES)}."
            )
        if not chosen:
            raise CommandError(f"No queue is named; there are {', '.join(settings.TASK_QUEUES)}.")
        if pending_migrations():
            raise CommandError(
                "The database is not up to date: run “mentorhalo migrate”, or “mentorhalo start”, first."
            )
        parent = os.getppid() if child else None
        if once:
            self.stdout.write(f"Done: {DatabaseWorker(chosen).run_once()}.")
        elif settings.TASKS_BACKEND == "celery":
            BrokerWorker(chosen, parent=parent).run()
        else:
            DatabaseWorker(chosen, parent=parent).run()
