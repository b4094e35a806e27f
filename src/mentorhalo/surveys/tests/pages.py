"""Pages of surveys in tests: who opens them, their addresses, and the numbers on them that lead on."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

# A number in a table that opens its rows: address and number.
LINKED = re.compile(r'<td class="mh-number"><a class="ds-link" href="([^"]+)">(\d+)</a>')

type SignedIn = Callable[[str], Client]


def page(name: str, *arguments: object) -> str:
    return reverse(f"surveys:{name}", args=arguments)
