"""Ways between the pages of one letter."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..choices import IssueState
from ..models import Issue


def site_address() -> str:
    """Absolute, without the last slash: what letters begin their addresses with."""
    return str(settings.SITE_URL)


def as_page(html: str) -> str:
    """A letter alone in the browser is a page: what is an article among letters is its main part."""
    return html.replace('role="article"', 'role="main"', 1)


def tabs(request: HttpRequest, issue: Issue, current: str) -> list[tuple[str, str, bool]]:
    """The pages of a letter that this person may open; `current` is a name of an address, for writing with the language."""
    may_change = request.user.has_perm("outreach.change_issue", issue)
    may_send = request.user.has_perm("outreach.send_issue", issue)
    is_draft = issue.state == IssueState.DRAFT
    pages = [
        (_("Overview"), "issue", True),
        (_("Hungarian text"), "write:hu", may_change and is_draft),
        (_("English text"), "write:en", may_change and is_draft),
        (pgettext("of a letter", "Preview"), "preview", True),
        (_("Recipients"), "audience", may_change),
        (_("Trial"), "trial", may_change and is_draft),
        (_("Settings of the letter"), "issue_settings", may_change),
        (pgettext("of a letter", "Sending"), "sending", may_send),
    ]
    return [(words, _address(issue, name), name == current) for words, name, is_open in pages if is_open]


def _address(issue: Issue, name: str) -> str:
    name, _colon, language = name.partition(":")
    address = reverse(f"outreach:{name}", kwargs={"pk": issue.pk})
    return f"{address}?language={language}" if language else address
