"""A program that reads by a key."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.surveys.actions.data_keys import make_data_key
from mentorhalo.surveys.models import DataKey, Study


@dataclass
class Program:
    made: DataKey
    key: str
    is_basic: bool = False

    @property
    def headers(self) -> dict[str, str]:
        if self.is_basic:
            sealed = base64.b64encode(f"valaki@example.org:{self.key}".encode()).decode()
            return {"Authorization": f"Basic {sealed}"}
        return {"Authorization": f"Bearer {self.key}"}

    def get(self, address: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """The response; the headers' names may have underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().get(address, query or {}, headers={**self.headers, **named})

    def read(self, name: str, *args: Any, **query: Any) -> Any:
        """The JSON of an address by its name."""
        return self.get(reverse(name, args=args), query).json()


def program_of(study: Study, user: User, *, is_basic: bool = False, opens_files: bool = False) -> Program:
    now = timezone.now()
    made, key = make_data_key(
        study=study,
        label="A program",
        ends_on=timezone.localdate(now) + timedelta(days=30),
        opens_files=opens_files,
        by=user,
        at=now,
    )
    return Program(made, key, is_basic)
