"""An issue's frozen texts as letters to its readers, one template a language."""

from email.utils import parseaddr
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ..choices import IssueKind
from ..models import Issue, IssueText
from ..rendering.tokens import ADDRESS, MANAGE, NAME, UNSUBSCRIBE, neutral_name
from ..sending.dkim import Signer
from ..sending.headers import ListLinks, Sender, fixed_headers
from ..sending.mime import Places, Reader, Template, envelope_address
from ..sending.smtp import Envelope
from ..sending.verp import BOUNCE, LEAVE, addresses, tokens

PLACES = Places(name=NAME, address=ADDRESS, unsubscribe=UNSUBSCRIBE, manage=MANAGE)
TOKEN_PLACE = "TOKEN"
DEFAULT_LANGUAGE = "hu"


class Letters:
    """Makes out the letters of one issue. Two queries, once; then none."""

    def __init__(self, issue: Issue) -> None:
        self._sender = sender_of(issue)
        self._bounce, self._leave, self._token = addresses(BOUNCE), addresses(LEAVE), tokens()
        self._number = issue.pk.hex[:12]
        self._greetings: dict[str, str] = {}
        self._leave_pages: dict[str, tuple[str, str]] = {}
        self._manage_pages: dict[str, str] = {}
        self._templates: dict[str, Template] = {}
        for text in issue.texts.all():
            self._greetings[text.language] = neutral_name(text.language)
            with translation.override(text.language):
                before, _token, after = _page("outreach:leave", token=TOKEN_PLACE).partition(TOKEN_PLACE)
                self._leave_pages[text.language] = before, after
                self._manage_pages[text.language] = _page("outreach:ask_own_link")
                self._templates[text.language] = _template(issue, text, self._sender)

    def letter(
        self, *, delivery: int, name: str, address: str, language: str, now: float
    ) -> tuple[Envelope, bytes] | None:
        """Envelope and what SMTP carries (`Template.wire`); None for an address to which nothing can be sent."""
        recipient = envelope_address(address)
        if recipient is None:
            return None
        language = language if language in self._templates else self._fallback()
        token = self._token(delivery)
        before, after = self._leave_pages[language]
        reader = Reader(
            name=name,
            address=recipient,
            unsubscribe=f"{before}{token}{after}",
            unsubscribe_mail=self._leave(token),
            manage=self._manage_pages[language],
            message_id=f"{delivery:x}.{self._number}@{self._sender.domain}",
            greeting=self._greetings[language],
        )
        sender = self._bounce(token) or self._sender.address
        data = self._templates[language].wire(reader, now=now)
        return Envelope(sender.encode("ascii"), recipient.encode("ascii")), data

    def _fallback(self) -> str:
        return DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in self._templates else next(iter(self._templates))


def sender_of(issue: Issue) -> Sender:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Sender(issue.sender_name or name, envelope_address(address) or "mentorhalo@localhost")


def _template(issue: Issue, text: IssueText, sender: Sender) -> Template:
    """In the text's language, which is active."""
    is_newsletter = issue.kind == IssueKind.NEWSLETTER
    headers = fixed_headers(
        sender=sender,
        reply_to=issue.reply_to,
        subject=text.subject,
        language=text.language,
        list_name=_("Newsletter of the network") if is_newsletter else _("Letters of the county's mentors"),
        list_code="newsletter" if is_newsletter else "county-letter",
        site_url=settings.SITE_URL,
        links=ListLinks(
            help=_page("outreach:subscribe"),
            subscribe=_page("outreach:subscribe") if is_newsletter else "",
            archive=_page("outreach:archive") if is_newsletter else "",
        ),
        feedback_id=f"{issue.pk.hex[:12]}:{issue.kind}:mentorhalo",
    )
    return Template(
        headers=headers,
        plain=text.plain,
        html=text.html,
        places=PLACES,
        signer=signer(settings.DKIM_KEY, settings.DKIM_SELECTOR, settings.DKIM_DOMAIN or sender.domain),
    )


def _page(name: str, **kwargs: str) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


@cache
def signer(key: str, selector: str, domain: str) -> Signer | None:
    """`key` is a PEM text or the path of one; none: the relay signs."""
    if not key:
        return None
    pem = key.encode() if key.lstrip().startswith("-----BEGIN") else Path(key).read_bytes()
    return Signer(domain=domain, selector=selector, key=pem)
