"""What background work remembers beside the library's own rows (`django_tasks_db.DBTaskResult`)."""

from uuid import uuid4

from django.db import models


class Worker(models.Model):
    """A process that does jobs; its heart beats while it lives. Deleted when it goes or is found dead."""

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=200)
    # Where its process number means something: one machine, or one container of it.
    place = models.CharField(max_length=240)
    pid = models.PositiveIntegerField()
    queues = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    class Meta:
        ordering = ["started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.host} ({self.pid})"


class WorkRun(models.Model):
    """How far one job is, and whether somebody asked it to stop. Written by the keeper and the administrator."""

    task_id = models.UUIDField(primary_key=True, default=uuid4)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=200, default="")
    changed_at = models.DateTimeField()
    stop_asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.done}/{self.total}"


class ScheduledJob(models.Model):
    """For which period a job that runs by the clock was started last; who writes the next period first, starts it."""

    path = models.CharField(primary_key=True, max_length=200)
    period = models.DateTimeField()
    started_at = models.DateTimeField()
    task_id = models.UUIDField()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return f"{self.path} {self.period:%Y-%m-%d %H:%M}"
