"""`mentorhalo start`: from an empty folder to a served house."""

import gc
import logging
import os
import socket
import time
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver
from django.utils import timezone
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from mentorhalo.accounts.models import User
from mentorhalo.config.collected import collect_static_files
from mentorhalo.config.worker_child import WorkerChild
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme
from mentorhalo.website.queries import county_rows, shown_figures

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Bring the database up to date, load the register of settlements and, into an empty database, "
        "the demo programme; then serve."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument(
            "--port",
            type=int,
            default=int(os.environ.get("PORT") or 8000),
            help="port to listen on (default: the PORT setting, else 8000)",
        )
        parser.add_argument("--workers", type=int, default=1, help="server processes (default: 1)")
        parser.add_argument(
            "--threads", type=int, default=4, help="requests each of them serves at once (default: 4)"
        )
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="start no worker of background work; “mentorhalo work” runs elsewhere",
        )

    def handle(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        threads: int,
        no_demo: bool,
        no_worker: bool,
        **options: Any,
    ) -> None:
        refuse_busy_port(host, port)
        in_a_process_of_its_own(self.prepare, with_demo=not no_demo)
        self.serve(host, port, workers, threads, with_worker=not no_worker)

    def prepare(self, *, with_demo: bool) -> None:
        """Everything before the first request; each part does nothing where it has been done."""
        if applied := pending_migrations():
            self.stdout.write(f"Database: {applied} migrations …")
            call_command("migrate", verbosity=0)
        call_command("load_territory")
        if with_demo and is_empty():
            call_command("demo", silent_accounts=True)
        if collected := collect_static_files():
            self.stdout.write(f"Static files: {collected} collected.")

    def serve(self, host: str, port: int, workers: int, threads: int, *, with_worker: bool) -> None:
        if Programme.objects.filter(is_demo=True).exists():
            call_command("demo", accounts=True)
        if "SITE_URL" not in os.environ:
            os.environ["PORT"] = str(port)
            settings.SITE_URL = f"http://{shown_host(host)}:{port}"
        count_what_all_see()
        load_the_program()
        connections.close_all()
        server = Server(
            "mentorhalo.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_level=LogLevels.warning,
        )
        server.on_startup(Thread(target=self.say_address, args=(host, port), daemon=True).start)
        worker = WorkerChild()
        if with_worker:
            server.on_startup(worker.start)
        try:
            server.serve()
        finally:
            worker.end()
        self.stdout.write("Stopped.")

    def say_address(self, host: str, port: int) -> None:
        """Said once somebody listens, so that whoever follows the address is answered."""
        address = f"http://{shown_host(host)}:{port}"
        wait_for_listener(shown_host(host).strip("[]"), port)
        self.stdout.write(self.style.SUCCESS(f"Mentorháló: {address}  (Ctrl-C stops it)"))
        self.stdout.flush()


def in_a_process_of_its_own(deed: Callable[..., None], **arguments: Any) -> None:
    """What it took goes back to the machine; done here, every server process would carry it along."""
    process = get_context("fork").Process(target=deed, kwargs=arguments)
    connections.close_all()
    process.start()
    process.join()
    if process.exitcode:
        raise CommandError("It could not be prepared: see above.")


def count_what_all_see() -> None:
    """Figures and map of the front page take seconds to count from nothing: whoever came first would wait for them.

    What is kept in memory goes along with every server process. A figure that cannot be counted does not keep all else from
    being served.
    """
    programme, today = current_programme(), timezone.localdate()
    if programme is None:
        return
    try:
        shown_figures(programme, today)
        county_rows(programme, today, people=[])
    except Exception:
        logger.exception("the figures of the front page could not be counted")


def load_the_program() -> None:
    """Once, before the processes part, so that they share what never changes."""
    import_module("mentorhalo.config.wsgi")
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()


def refuse_busy_port(host: str, port: int) -> None:
    """Say at once, before any long preparation, that nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Cannot listen on {host}:{port}: {error}. If another program uses the port, choose another one: "
                f"PORT={port + 1} make run"
            ) from error


def wait_for_listener(host: str, port: int) -> None:
    """Return when a connection is taken. The server is ours: if it fails to come up, the whole process ends."""
    while True:
        try:
            socket.create_connection((host, port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """Whether nobody has begun to work here."""
    return not User.objects.exists() and not Programme.objects.exists()


def shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # everywhere; a browser needs one place
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
