"""`make bench`: builds the demonstration on each database and measures it, each time as a ratio to a floor.

`python -m benchmarks --scale 1` leaves out the tenfold programme; `--only sqlite` leaves out PostgreSQL.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tools.machine import CannotRun
from tools.postgres import database_url

DATABASES = ("sqlite", "postgresql")
# Each measures something that needs no demonstration, in a database of its own.
FURTHER = (
    "benchmarks.search",
    "benchmarks.newsletter",
    "benchmarks.openrosa",
    "benchmarks.survey_export",
    "benchmarks.practices",
    "benchmarks.ties",
    "benchmarks.booklet",
    "benchmarks.joining",
)
# Durable before the answer: on a server that lets commits wait for the disk, for the floor as well.
DURABLE = ("benchmarks.openrosa",)


@dataclass(frozen=True)
class Measured:
    """One line of the result. `ratio` is measure over floor; a goal of None is for information."""

    what: str
    database: str
    measure: str
    floor: str
    ratio: float | None
    goal: float | None

    @property
    def is_met(self) -> bool:
        return self.goal is None or (self.ratio is not None and self.ratio <= self.goal)


def main() -> int:
    options = _parser().parse_args()
    console = Console(stderr=True)
    measured: list[Measured] = []
    chosen = [f"benchmarks.{name}" for name in options.measure or []]
    for database in options.only or DATABASES:
        pages: dict[float, dict[str, float]] = {}
        scales = (1.0, options.scale) if options.scale > 1 else (options.scale,)
        for scale in () if chosen else scales:
            try:
                found = _measure(database, scale, console)
            except CannotRun as reason:
                console.print(f"[yellow]{database}: could not run: {reason}")
                break
            pages[scale] = found["page"]
            if scale <= 1:
                measured += [Measured(database=database, **row) for row in found["rows"]]
        measured += _pages(database, pages)
        for module in chosen or FURTHER:
            try:
                rows = _run(module, database, console)["rows"]
            except CannotRun as reason:
                console.print(f"[yellow]{database}: could not run: {reason}")
                break
            measured += [Measured(database=database, **row) for row in rows]
    _print(measured, Console())
    return 0 if all(row.is_met for row in measured) else 1


def _measure(database: str, scale: float, console: Console) -> dict:
    return _run("benchmarks.measures", database, console, f"{scale:g}")


def _run(module: str, database: str, console: Console, *arguments: str) -> dict:
    """Build and measure in a process of its own, so that memory and caches are its own."""
    with _environment(database, is_durable=module in DURABLE) as environment:
        console.print(f"{database}, {module} {' '.join(arguments)}: building and measuring …")
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found: dict = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def _environment(database: str, *, is_durable: bool = False) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mentorhalo-bench-"))
        environment = {
            **os.environ,
            "MENTORHALO_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "mentorhalo.config.settings",
        }
        environment.pop("DATABASE_URL", None)
        if database == "postgresql":
            environment["DATABASE_URL"] = stack.enter_context(database_url(is_durable=is_durable))
        yield environment


def _pages(database: str, pages: dict[float, dict[str, float]]) -> list[Measured]:
    if len(pages) < 2:
        return []
    small, large = (pages[scale] for scale in sorted(pages))
    return [
        Measured(
            "public page, scale 10 : scale 1",
            database,
            f"{large['seconds'] * 1000:.1f} ms",
            f"{small['seconds'] * 1000:.1f} ms",
            large["seconds"] / small["seconds"],
            1.3,
        ),
        Measured(
            "public page, queries",
            database,
            f"{large['queries']:.0f}",
            f"{small['queries']:.0f}",
            large["queries"] / small["queries"],
            1.0,
        ),
    ]


def _print(measured: list[Measured], console: Console) -> None:
    table = Table("what", "database", "measured", "floor", "ratio", "goal", "")
    for row in measured:
        table.add_row(
            row.what,
            row.database,
            row.measure,
            row.floor,
            f"{row.ratio:.2f}" if row.ratio is not None else "",
            f"≤ {row.goal:g}" if row.goal is not None else "",
            "met" if row.is_met else "NOT MET",
        )
    console.print(table)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=10.0, help="the large programme of the page's measure (10)"
    )
    parser.add_argument("--only", action="append", choices=DATABASES)
    parser.add_argument(
        "--measure",
        action="append",
        choices=[module.partition(".")[2] for module in FURTHER],
        help="this alone, instead of everything",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
