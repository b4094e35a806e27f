"""Handing over by one of Django's mail backends, where letters do not leave by SMTP: console, file, a provider's interface.

One letter at a time and much slower; what it promises about letters in flight is the same.
"""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from django.core.mail import EmailMultiAlternatives

from .replies import SENT, Result, Verdict
from .smtp import Envelope
from .wire import unstuffed

MADE_BY_DJANGO = {"from", "to", "subject", "reply-to", "mime-version", "content-type", "dkim-signature"}


class BackendSession:
    """Speaks like `smtp.Session`."""

    def __init__(self) -> None:
        self._envelope: Envelope | None = None

    def offer(self, envelope: Envelope) -> Result | None:
        self._envelope = envelope
        return None

    def hand_over(self, data: bytes, upcoming: Envelope | None = None) -> Result:
        """A backend that fails has perhaps sent: its errors do not say."""
        parsed = message_from_bytes(unstuffed(data), policy=default)
        try:
            self._letter(parsed).send()
        except OSError as error:
            return Result(Verdict.UNCERTAIN, str(error)[:300])
        return SENT

    def close(self) -> None:
        """Nothing is kept open."""

    def _letter(self, parsed: EmailMessage) -> EmailMultiAlternatives:
        plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        letter = EmailMultiAlternatives(
            subject=parsed["Subject"],
            body=plain.get_content() if plain else "",
            from_email=parsed["From"],
            to=[parsed["To"]],
            reply_to=[parsed["Reply-To"]] if parsed["Reply-To"] else None,
            headers={name: value for name, value in parsed.items() if name.lower() not in MADE_BY_DJANGO},
        )
        if html is not None:
            letter.attach_alternative(html.get_content(), "text/html")
        return letter
