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
        while not self._ended.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mentorhalo.config.commandline", "work", "--child"],
                process_group=0,
            )
            if self._ended.is_set():  # told to end while it was being started
                self._process.terminate()
            began = monotonic()
            code = self._process.wait()
            if monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            if not self._ended.is_set():
                logger.warning("The worker ended with %s and is started again in %.0f s.", code, pause)
                self._ended.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
