"""The header of a letter that is the same for all its readers: RFC 2369, 2919 and 8058, and what bulk mail owes its readers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from .mime import mailbox, one_line, words


@dataclass(frozen=True)
class Sender:
    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class ListLinks:
    """Absolute addresses of pages; "" where there is none."""

    help: str
    subscribe: str = ""
    archive: str = ""


def fixed_headers(
    *,
    sender: Sender,
    reply_to: str,
    subject: str,
    language: str,
    list_name: str,
    list_code: str,
    site_url: str,
    links: ListLinks,
    feedback_id: str,
) -> dict[str, str]:
    """Values as they are sent; empty ones are left out."""
    host = urlsplit(site_url).hostname or "localhost"
    headers = {
        "From": mailbox(sender.name, sender.address).decode("ascii"),
        "Reply-To": reply_to,
        "Subject": words(subject),
        "Content-Language": one_line(language),
        "List-Id": f"{words(list_name)} <{list_code}.{host}>",
        "List-Help": _link(links.help),
        "List-Subscribe": _link(links.subscribe),
        "List-Archive": _link(links.archive),
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
        "Feedback-ID": feedback_id,
    }
    return {name: value for name, value in headers.items() if value}


def _link(address: str) -> str:
    return f"<{one_line(address)}>" if address else ""
