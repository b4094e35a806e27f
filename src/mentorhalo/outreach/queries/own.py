"""What is kept of one subscriber, for themselves."""

from typing import Any

from ..models import Consent, Subscriber
from ..sealing import is_of, opened_by


def subscriber_opened_by(key: str) -> Subscriber:
    """Whose own page the key of a link opens. Raises `DoesNotExist`, also for a forged or old key. One query."""
    found = opened_by(key)
    if found is None:
        raise Subscriber.DoesNotExist
    pk, mark = found
    subscriber = Subscriber.objects.get(pk=pk)
    if not is_of(mark, subscriber.email):
        raise Subscriber.DoesNotExist
    return subscriber


def own_data(subscriber: Subscriber) -> dict[str, Any]:
    """All that is kept of the person, for them to take away. Four queries."""
    return {
        "email": subscriber.email,
        "name": subscriber.name,
        "language": subscriber.language,
        "state": subscriber.state,
        "created_at": subscriber.created_at.isoformat(),
        "left_at": subscriber.left_at.isoformat() if subscriber.left_at else None,
        "wishes": [
            {"topic": topic, "county": county, "since": since.isoformat()}
            for topic, county, since in subscriber.subscriptions.values_list("topic", "county", "since")
        ],
        "consents": [_consent_data(consent) for consent in subscriber.consents.select_related("text")],
        "letters": [
            {"issue": title, "state": state, "sent_at": sent_at.isoformat() if sent_at else None}
            for title, state, sent_at in subscriber.deliveries.values_list("issue__title", "state", "sent_at")
        ],
    }


def _consent_data(consent: Consent) -> dict[str, Any]:
    return {
        "purpose": consent.purpose,
        "text": consent.text.text,
        "text_version": consent.text.version,
        "given_at": consent.given_at.isoformat(),
        "channel": consent.channel,
        "proof": consent.proof,
        "network_address_hash": consent.address_hash,
        "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
        "withdrawn_by": consent.withdrawn_by,
    }
