"""How often what editors write has changed: pages kept for visitors are good for one number."""

from typing import ClassVar

from django.db import models


class ContentVersion(models.Model):
    """One row. Raised in the transaction of the change, so nobody is handed the new number with the old content."""

    ONE = 1

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self.number)
