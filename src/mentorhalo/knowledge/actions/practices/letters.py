"""Letters of a practice's way: to who wrote it, to its institution, to those with whom it waits next."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.letters import send_letter, unlinked
from mentorhalo.network.models import CountyGroup

from ...choices import PracticeState
from ...keys import consent_key, offer_key
from ...models import Consent, FieldEditor, Practice, PracticeMove, PracticeText, PracticeVersion

WAITS = (PracticeState.PROPOSED, PracticeState.CONSENTED)


def tell_of_step(version: PracticeVersion, step: PracticeMove) -> None:
    """Who wrote it hears what became of it; who has to do something next hears that. A few queries."""
    practice, after = version.practice, PracticeState(step.after)
    title = title_of(version)
    for email, language, address in _authors(practice, version, besides=step.by):
        with translation.override(language):
            news = _news(after)
            if news:
                _send(
                    "author_step",
                    email,
                    language,
                    title=title,
                    news=news,
                    reason=step.reason,
                    remarks=_remarks(step),
                    url=_absolute(address),
                    public_url=public_address(practice) if practice.public_version_id else "",
                )
    if after in WAITS:
        _tell_colleagues(version, title, besides=step.by)
    if after in (PracticeState.PUBLISHED, PracticeState.ARCHIVED, PracticeState.WITHDRAWN):
        _tell_institution(version, title, after)


def ask_consent_by_letter(consent: Consent) -> None:
    """The link by which an institution reads, mends and agrees."""
    version = consent.version
    with translation.override(version.language):
        _send(
            "consent_asked",
            consent.email,
            version.language,
            title=unlinked(title_of(version)),
            institution=unlinked(version.practice.institution_name),
            until=timezone.localdate(consent.expires_at),
            url=consent_address(consent),
        )


def ask_to_confirm_by_letter(consent: Consent, *, is_second: bool) -> None:
    version = consent.version
    with translation.override(version.language):
        _send(
            "confirm_asked",
            consent.email,
            version.language,
            title=title_of(version),
            is_second=is_second,
            url=consent_address(consent),
        )


def ask_offer_by_letter(version: PracticeVersion) -> None:
    """Somebody without an account offered it: the link by which they say that it was they."""
    practice = version.practice
    with translation.override(version.language):
        _send(
            "offer_confirm",
            practice.offered_by_email,
            version.language,
            title=unlinked(title_of(version)),
            url=_absolute(reverse("knowledge:offered", args=[offer_key(practice)])),
        )


def consent_address(consent: Consent) -> str:
    return _absolute(reverse("knowledge:consent", args=[consent_key(consent)]))


def public_address(practice: Practice) -> str:
    return _absolute(reverse("knowledge:practice", args=[practice.code]))


def title_of(version: PracticeVersion) -> str:
    """Its original title. One query."""
    titles = PracticeText.objects.filter(version=version, language=version.language)
    return titles.values_list("title", flat=True).first() or version.practice.code


def _news(after: PracticeState) -> str:
    """One sentence for who wrote it; none for steps they need not hear of."""
    match after:
        case PracticeState.CHECKED:
            return _("The first check is done; the institution was asked for its consent.")
        case PracticeState.CONSENTED:
            return _("The institution has given its consent; a field editor reads it next.")
        case PracticeState.ACCEPTED:
            return _("The field editor has accepted it.")
        case PracticeState.PUBLISHED:
            return _("It is published: everybody can read it.")
        case PracticeState.RETURNED:
            return _("It was returned to be mended. Please look at the remarks and hand it in again.")
        case PracticeState.REJECTED:
            return _("It was not accepted.")
        case PracticeState.DUPLICATE:
            return _("Another practice tells the same already, so this one goes no further.")
        case PracticeState.WITHDRAWN:
            return _("It was withdrawn, and nobody else can read it any more.")
        case PracticeState.ARCHIVED:
            return _("Nobody has confirmed it for over a year, so it has left the lists.")
    return ""


def _authors(
    practice: Practice, version: PracticeVersion, *, besides: User | None
) -> Iterable[tuple[str, str, str]]:
    """(address, language, page) of the account that wrote it, the contributing mentor's, and who offered it without one."""
    people: dict[Any, User] = {}
    if practice.created_by is not None:
        people[practice.created_by_id] = practice.created_by
    if practice.contributor is not None and practice.contributor.user is not None:
        people[practice.contributor.user_id] = practice.contributor.user
    page = reverse("knowledge:work", args=[version.pk])
    for person in people.values():
        if person.is_active and person != besides:
            yield person.email, person.language, page
    if practice.offered_by_email:
        yield (
            practice.offered_by_email,
            version.language,
            reverse("knowledge:offered", args=[offer_key(practice)]),
        )


def _tell_colleagues(version: PracticeVersion, title: str, *, besides: User | None) -> None:
    practice = version.practice
    is_check = version.state == PracticeState.PROPOSED
    people = _checkers(practice) if is_check else _editors(practice)
    for person in people:
        if person == besides or not person.is_active:
            continue
        with translation.override(person.language):
            _send(
                "colleague_waits",
                person.email,
                person.language,
                title=title,
                is_check=is_check,
                institution=practice.institution_name,
                url=_absolute(reverse("knowledge:work", args=[version.pk])),
            )


def _tell_institution(version: PracticeVersion, title: str, after: PracticeState) -> None:
    consent = Consent.objects.filter(version=version, given_at__isnull=False).order_by("-given_at").first()
    if consent is None:
        return
    with translation.override(version.language):
        _send(
            "author_step",
            consent.email,
            version.language,
            title=title,
            news=_news(after),
            reason="",
            remarks=[],
            url=consent_address(consent),
            public_url=public_address(version.practice) if version.practice.public_version_id else "",
        )


def _checkers(practice: Practice) -> list[User]:
    """The leaders of the county's group today; where there is none, the office. Three queries at most."""
    today = timezone.localdate()
    groups = CountyGroup.objects.filter(county=practice.county).values_list("pk", flat=True)
    leading = Grant.objects.on(today).filter(role=Role.GROUP_LEADER, group__in=list(groups)).values("user")
    leaders = list(User.objects.filter(pk__in=leading, is_active=True))
    return leaders or list(User.objects.holding(Role.OFFICE, today))


def _editors(practice: Practice) -> list[User]:
    """The editors of its field; where there is none, the office."""
    editing = FieldEditor.objects.in_office().filter(field=practice.field).values("user")
    editors = list(User.objects.filter(pk__in=editing, is_active=True))
    return editors or list(User.objects.holding(Role.OFFICE, timezone.localdate()))


def _remarks(step: PracticeMove) -> list[tuple[str, str]]:
    """Remarks by field, the field in words."""
    return [
        (str(PracticeText._meta.get_field(name).verbose_name), said)  # type: ignore[union-attr]
        for name, said in step.remarks.items()
    ]


def _send(letter: str, to: str, language: str, **content: Any) -> None:
    send_letter(f"knowledge/letters/{letter}", to=to, language=language, context=content)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
