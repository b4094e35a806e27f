"""A sending worker in a process of its own, to be killed: `python sender.py ISSUE` hands over until nothing is left."""

import os
import sys
import time
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.urls import get_resolver  # noqa: E402

from mentorhalo.outreach.actions.handover import hand_over  # noqa: E402

if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"] = os.environ["SENDER_DATABASE"]
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ["SENDER_PORT"])},
        }
    }
    _loaded = get_resolver().url_patterns  # once, here, not in each child
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in (
        sys.stdin
    ):  # each line is the start of a worker, forked here, so that it need not load everything anew
        child = os.fork()
        if child == 0:
            while hand_over(issue=UUID(line.strip()), seconds=600) is not None:
                time.sleep(0.05)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()
