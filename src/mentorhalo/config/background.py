"""From `TASKS_BACKEND` to Django's `TASKS`."""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# One job of each at a time: whatever takes an hour is "bulk", letters that somebody waits for are "mail".
QUEUES = ("default", "mail", "bulk")
BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "celery": "mentorhalo.core.work.backends.BrokerBackend",
}


def tasks(backend: str) -> dict[str, dict[str, Any]]:
    if backend not in BACKENDS:
        raise ImproperlyConfigured(f"TASKS_BACKEND is {' or '.join(BACKENDS)}, not {backend!r}.")
    if backend == "celery" and find_spec("celery") is None:
        raise ImproperlyConfigured("TASKS_BACKEND=celery needs the extra: pip install 'mentorhalo[celery]'.")
    return {"default": {"BACKEND": BACKENDS[backend], "QUEUES": list(QUEUES)}}
