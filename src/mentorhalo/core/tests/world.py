from datetime import timedelta

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mentorhalo.core.mailbox.choices import MailState
from mentorhalo.core.models import InboundMessage, Letter, Worker, WorkRun
from mentorhalo.core.tests.access import World


def build_world(world: World) -> None:
    """A job that runs, one that failed, letters on their way, a message nobody took: `world.inbound`."""
    now = timezone.now()
    Worker.objects.create(
        pk="w1", host="house", place="", pid=7, queues="default", started_at=now, beat_at=now
    )
    jobs = [
        _job(status=TaskResultStatus.RUNNING, worker_ids=["w1"], started_at=now),
        _job(
            status=TaskResultStatus.FAILED,
            worker_ids=["w1", "w1"],
            started_at=now,
            finished_at=now,
            traceback="Traceback (most recent call last):\n  in a file\nOSError: no room left",
        ),
        _job(run_after=now + timedelta(hours=1), worker_ids=["w1"]),
    ]
    WorkRun.objects.create(task_id=jobs[0].pk, done=3, total=8, words="settlements", changed_at=now)
    for to, refused_at in (("sent@example.org", None), ("nobody@example.org", now)):
        Letter.objects.create(
            template="core/letters/example",
            to=to,
            language="hu",
            subject="Belépés",
            body="",
            written_at=now,
            refused_at=refused_at,
            error="550 no such user" if refused_at else "",
        )
    world.inbound = InboundMessage.objects.create(
        fingerprint="0" * 64,
        state=MailState.UNMATCHED,
        received_at=now,
        sender="Kis Anna <anna@example.org>",
        subject="Kérdés",
        size=120,
        raw=b"From: anna@example.org\r\nSubject: Question\r\n\r\nTisztelt Mentorok!\r\n",
    )


def _job(**changes: object) -> "DBTaskResult":
    return DBTaskResult.objects.create(
        **{
            "task_path": "mentorhalo.core.tasks.forget_old",
            "args_kwargs": {"args": [], "kwargs": {}},
            "queue_name": "default",
            "backend_name": "default",
            "run_after": None,
            "exception_class_path": "",
            "traceback": "",
            **changes,
        }
    )
