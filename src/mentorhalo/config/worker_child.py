"""The worker beside the server: started with it, started again when it dies, ended with it."""

import logging
import subprocess
import sys
from threading import Event, Thread
from time import monotonic

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
PATIENCE_SECONDS = 20


class WorkerChild:
    """Keeps one `mentorhalo work --child` running. The child is of its own process group: Ctrl-C reaches us, and we tell it."""

    def __init__(self) -> None:
        self._ended = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._keep, name="worker-child", daemon=True)

    def start(self) -> None:
        """To be called before the server forks: a fork in the middle of ours would hold the pipe by which we learn that it began."""
        self._process = self._launched()
        self._thread.start()

    def end(self) -> None:
        """Let it finish what it does, for a while; then kill it. The next worker takes over what it was doing."""
        self._ended.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _keep(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while self._process is not None:
            began = monotonic()
            code = self._process.wait()
            if self._ended.is_set():
                return
            if monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            logger.warning("The worker ended with %s and is started again in %.0f s.", code, pause)
            if self._ended.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._process = self._launched()
            if self._ended.is_set():  # told to end while it was being started
                self._process.terminate()

    def _launched(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "mentorhalo.config.commandline", "work", "--child"], process_group=0
        )
