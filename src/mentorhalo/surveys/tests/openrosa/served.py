"""A server of the tests, as `mentorhalo start` runs it: `python -m mentorhalo.surveys.tests.openrosa.served PORT`.

It says the number of its process group; when that is killed, another one takes its place at once.
"""

import os
import sys
from importlib import import_module

from granian.constants import Interfaces
from granian.server import Server


def serve(port: int) -> None:
    os.setpgid(0, 0)
    Server(
        "mentorhalo.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    import_module("mentorhalo.config.wsgi")  # loaded once, before the processes part
    while True:
        group = os.fork()
        if group == 0:
            serve(int(sys.argv[1]))
            os._exit(0)
        os.setpgid(
            group, group
        )  # here as well: who reads the number may kill the group before the child has come to it
        sys.stdout.write(f"{group}\n")
        sys.stdout.flush()
        os.waitpid(group, 0)
