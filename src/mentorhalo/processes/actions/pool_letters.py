"""Letters of the knowledge pool: to those who teach, and to the mentors who pass questions on."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import forget_letters, send_letter

from ..keys import offer_key
from ..models import Offer, OfferPerson

type ToPerson = Callable[[Offer, OfferPerson], None]


def forget(offers: Collection[UUID]) -> None:
    """No letter about these is sent any more, and no address is kept beside those that were."""
    forget_letters([_reference(pk) for pk in offers])


def tell_recorded(offer: Offer, person: OfferPerson) -> None:
    """It is shown from now on; by the link it is taken back at once."""
    _to_person("processes/letters/pool_recorded", offer, person)


def remind_person(offer: Offer, person: OfferPerson) -> None:
    _to_person("processes/letters/pool_over_soon", offer, person)


def remind_mentor(user: User, offers: Sequence[Offer]) -> None:
    """All that are over soon, in one letter."""
    with translation.override(user.language):
        lines = [
            {
                "what": one.what,
                "until": one.until,
                "url": settings.SITE_URL + reverse("processes:offer", args=[one.pk]),
            }
            for one in offers
        ]
    _to_user("processes/letters/pool_ask_again", user, {"lines": lines})


def tell_asked(user: User, offer: Offer) -> None:
    with translation.override(user.language):
        url = settings.SITE_URL + reverse("processes:offer", args=[offer.pk])
    _to_user("processes/letters/pool_asked", user, {"what": offer.what, "url": url}, _reference(offer.pk))


def _reference(offer: UUID) -> str:
    return f"offer:{offer}"


def _to_person(template: str, offer: Offer, person: OfferPerson) -> None:
    with translation.override(person.language):
        url = settings.SITE_URL + reverse("processes:own_offer", args=[offer_key(offer)])
    context = {"name": person.name, "what": offer.what, "until": offer.until, "url": url}
    send_letter(
        template,
        to=person.email,
        language=person.language,
        context=context,
        reference=_reference(offer.pk),
    )


def _to_user(template: str, user: User, context: dict[str, object], reference: str = "") -> None:
    send_letter(template, to=user.email, language=user.language, context=context, reference=reference)
