"""Run every check of the repository and say how each ended.

    python -m tools.checks                 all of them
    python -m tools.checks --quick         those that need no database and no browser
    python -m tools.checks --only types    one of them (may be repeated)
    python -m tools.checks --only postgresql src/mentorhalo/evidence
    python -m tools.checks --format        write what the formatters would have it be

What could not be run is said plainly; with CI=true it is a failure. The tests keep their data in a folder of their own.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools import postgres
from tools.machine import CannotRun, chromium, pango

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

PASSED, FAILED, NOT_RUN = "passed", "failed", "could not run"


@dataclass
class Result:
    """How a check ended: the number of tests in it where it has some, else itself as one."""

    name: str
    state: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    remark: str = ""


@dataclass
class Run:
    """What the checks share: where they write, with which environment."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)

    def command(self, *words: str | Path, show: bool = False, **environment: str) -> int:
        """Run a program; its words are shown as they come, or only if it fails."""
        done = subprocess.run(
            [str(word) for word in words],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=None if show else subprocess.PIPE,
            stderr=None if show else subprocess.STDOUT,
            check=False,
        )
        if done.returncode and not show:
            sys.stdout.write("\n" + done.stdout.decode("utf-8", "replace"))
        return done.returncode

    def pytest(self, name: str, *words: str, **environment: str) -> int:
        """Run pytest and leave its counts where `counts_of` finds them."""
        print(f"{name} …", flush=True)
        report = f"--junitxml={self.folder / name}.xml"
        options = ["-q", "-o", "console_output_style=count", report]
        return self.command(BIN / "pytest", *options, *words, *self.paths, show=True, **environment)


type Step = Callable[[Run], int]


@dataclass(frozen=True)
class Check:
    name: str
    step: Step
    quick: bool = True
    is_shown: bool = False  # tells how far it is, and takes all processors by itself


def program(*words: str | Path) -> Step:
    return lambda run: run.command(*words)


def templates() -> list[Path]:
    return sorted((ROOT / "src" / "mentorhalo").glob("*/templates/**/*.html"))


def check_template_syntax(run: Run) -> int:
    return run.command(BIN / "djade", "--target-version", "6.1", "--check", *templates())


def run_quick_tests(run: Run) -> int:
    return run.pytest("house", "-m", "not django_db and not browser", *([] if run.paths else ["tests"]))


def run_tests_on_sqlite(run: Run) -> int:
    pango()
    return run.pytest("sqlite", "-n", str(workers()), "--dist", "worksteal")


def run_tests_on_postgresql(run: Run) -> int:
    pango()
    with postgres.database_url() as url:
        words = ["-n", str(workers()), "--dist", "worksteal", "-m", "not browser"]
        return run.pytest("postgresql", *words, TEST_DATABASE_URL=url)


def run_browser_tests(run: Run) -> int:
    pango()
    path = chromium()
    words = ["-n", str(workers()), "-m", "browser"]
    return run.pytest("browser", *words, MENTORHALO_CHROMIUM=path)


def workers() -> int:
    return max(1, min(4, os.cpu_count() or 1))


CHECKS = [
    Check("format", program(BIN / "ruff", "format", "--check", ".")),
    Check("lint", program(BIN / "ruff", "check", ".")),
    Check("types", program(BIN / "mypy")),
    Check("floors", program(BIN / "lint-imports")),
    Check("template-format", check_template_syntax),
    Check("template-lint", program(BIN / "djlint", "src", "--lint", "--quiet")),
    Check("front-end", program(BIN / "npm", "run", "--silent", "check")),
    Check("system", program(BIN / "mentorhalo", "check", "--fail-level", "WARNING")),
    Check("migrations", program(BIN / "mentorhalo", "makemigrations", "--check", "--dry-run")),
    Check("messages", program(BIN / "python", "-m", "tools.messages", "--check")),
    Check("house", run_quick_tests, is_shown=True),
    Check("front-end-tests", program(BIN / "npm", "test", "--silent"), quick=False),
    Check("sqlite", run_tests_on_sqlite, quick=False, is_shown=True),
    Check("postgresql", run_tests_on_postgresql, quick=False, is_shown=True),
    Check("browser", run_browser_tests, quick=False, is_shown=True),
]

FORMATTERS: list[tuple[str | Path, ...]] = [
    (BIN / "ruff", "check", "--fix", "--quiet", "."),
    (BIN / "ruff", "format", "--quiet", "."),
    (BIN / "npm", "run", "--silent", "format"),
]


def main() -> int:
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    with _prepared() as run:
        run.paths = options.paths
        if options.format:
            return _format(run)
        results: list[Result] = []
        try:
            results.extend(_performed(_chosen(options.only, quick=options.quick), run))
        except KeyboardInterrupt:
            print("\nStopped.")
            _summarise([*results, Result("the rest", NOT_RUN, 0, remark="stopped by hand")])
            return 130
        return _summarise(results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.checks", description="Run every check of the repository.")
    parser.add_argument(
        "--quick", action="store_true", help="only those that need no database and no browser"
    )
    parser.add_argument("--only", action="append", choices=[check.name for check in CHECKS], metavar="NAME")
    parser.add_argument("--format", action="store_true", help="write what the formatters would have it be")
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="run only the tests in these files and folders"
    )
    return parser


def _chosen(only: list[str] | None, *, quick: bool) -> list[Check]:
    if only:
        return [check for check in CHECKS if check.name in only]
    if quick:
        return [check for check in CHECKS if check.quick]
    # The whole suite has the quick tests in it.
    return [check for check in CHECKS if check.name != "house"]


@contextmanager
def _prepared() -> Iterator[Run]:
    """An environment in which nothing of the developer's own settings or data has a say."""
    ours = set(
        re.findall(r"env\.\w+\(\s*[\"'](\w+)", (ROOT / "src/mentorhalo/config/settings.py").read_text())
    )
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    with tempfile.TemporaryDirectory(prefix="mentorhalo-checks-") as folder:
        environment["MENTORHALO_DATA"] = f"{folder}/data"
        environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', os.defpath)}"
        environment.pop("TEST_DATABASE_URL", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of processes would each compile it all
        environment["MENTORHALO_TEST_RUN"] = folder
        yield Run(Path(folder), environment)


def _performed(checks: list[Check], run: Run) -> Iterator[Result]:
    """Side by side, as many as there are processors, but for those that take them all."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda check: _perform(check, run), [one for one in checks if not one.is_shown])
    for check in checks:
        if check.is_shown:
            yield _perform(check, run)


def _perform(check: Check, run: Run) -> Result:
    since = time.monotonic()
    remark = ""
    try:
        state = FAILED if check.step(run) else PASSED
    except CannotRun as reason:
        state, remark = NOT_RUN, str(reason)
    result = Result(check.name, state, time.monotonic() - since, remark=remark)
    _count(result, run.folder / f"{check.name}.xml")
    print(f"{check.name}: {state} ({result.seconds:.1f} s) {remark}".rstrip(), flush=True)
    return result


def _count(result: Result, report: Path) -> None:
    if not report.exists():
        result.passed = int(result.state == PASSED)
        result.failed = int(result.state == FAILED)
        return
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        result.failed += wrong
        result.skipped += skipped
        result.passed += int(suite.get("tests", 0)) - wrong - skipped
    if result.state == FAILED and not result.failed:
        result.failed = 1


def _summarise(results: list[Result]) -> int:
    print()
    for result in results:
        counts = {"passed": result.passed, "failed": result.failed, "skipped": result.skipped}
        many = sum(counts.values()) > 1
        tests = ", ".join(f"{count} {word}" for word, count in counts.items() if count and many)
        print(
            f"{result.name:<16} {result.state:<14} {result.seconds:>7.1f} s  {tests or result.remark}".rstrip()
        )
    not_run = [result for result in results if result.state == NOT_RUN]
    for result in not_run:
        print(f"Could not run: {result.name} - {result.remark}")
    strict = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    failed = sum(result.failed for result in results) + (len(not_run) if strict else 0)
    total = [f"{sum(result.passed for result in results)} passed", f"{failed} failed"]
    if skipped := sum(result.skipped for result in results):
        total.append(f"{skipped} skipped")
    if not_run:
        total.append(f"{len(not_run)} could not run")
    print(", ".join(total), flush=True)
    return 1 if failed else 0


def _format(run: Run) -> int:
    worst = max(run.command(*words) for words in FORMATTERS)
    # djade exits with 1 where it has written something.
    run.command(BIN / "djade", "--target-version", "6.1", *templates(), show=True)
    return worst


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
