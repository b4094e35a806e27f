"""What is told of a practice is written down, mended and handed in: by a mentor, or by somebody without an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.network.queries import mentor_of
from mentorhalo.partners.models import Organisation
from mentorhalo.programmes.models import Topic
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.queries import county_of

from ...choices import Licence, PracticeState
from ...completeness import missing_in
from ...models import Band, Method, Practice, PracticeText, PracticeVersion
from .letters import ask_offer_by_letter
from .states import PracticeRefused, locked, move

EDITABLE = (PracticeState.DRAFT, PracticeState.RETURNED, PracticeState.UNCONFIRMED)
MOST_UNCONFIRMED = 3  # letters of ours that wait in one mailbox
ATTEMPTS = 5


@dataclass(frozen=True)
class PracticeDraft:
    """What a form or a phone sends of a practice; `words` are the fields of `PracticeText` in `language`."""

    field: str
    settlement: str  # KSH code
    institution_name: str
    words: Mapping[str, str]
    language: str = "hu"
    organisation: Organisation | None = None
    is_lesson: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    settlement_size: str = ""  # empty: by the settlement's own population
    staff_band: str = ""
    money_band: str = ""
    time_band: str = ""
    topics: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    methods: tuple[str, ...] = ()
    licence: str = Licence.CC_BY
    contact_name: str = ""
    contact_email: str = ""
    contact_is_public: bool = False
    contact_until: date | None = None
    reasons: Mapping[str, str] = column(default_factory=dict)


@transaction.atomic
def begin_practice(*, key: UUID, draft: PracticeDraft, by: User, at: datetime) -> PracticeVersion:
    """A mentor begins to write one down. The same key again returns the first, to nobody but its owner. Raises `PracticeRefused`."""
    earlier = _begun_with(key)
    if earlier is None:
        try:
            with transaction.atomic():
                return _begin(key, draft, at, by=by, contributor=mentor_of(by))
        except IntegrityError:  # the same sending, twice at once: the other one was faster
            earlier = _begun_with(key)
            if earlier is None:
                raise
    if earlier.practice.created_by_id != by.pk:
        raise PracticeRefused(_("Somebody else wrote a practice under this identifier."))
    return earlier


@transaction.atomic
def offer_practice(
    *, key: UUID, draft: PracticeDraft, name: str, email: str, at: datetime
) -> PracticeVersion:
    """Somebody without an account offers one; it counts once they confirm the letter that goes out.

    The same key again returns the first, to nobody but who offered it. Raises `PracticeRefused`.
    """
    earlier, address = _begun_with(key), email.strip().lower()
    if earlier is not None:
        if earlier.practice.offered_by_email != address:
            raise PracticeRefused(_("Somebody else wrote a practice under this identifier."))
        return earlier
    waiting = PracticeVersion.objects.filter(
        practice__offered_by_email=address, state=PracticeState.UNCONFIRMED
    )
    if waiting.count() >= MOST_UNCONFIRMED:
        raise PracticeRefused(
            _("Several letters wait in this mailbox already. Please confirm one of them first."),
            field="email",
        )
    version = _begin(key, draft, at, by=None, offered_by=(" ".join(name.split()), address))
    ask_offer_by_letter(version)
    return version


@transaction.atomic
def revise_version(
    *,
    version: PracticeVersion,
    draft: PracticeDraft,
    seen: int,
    by: User | None,
    at: datetime,
    by_name: str = "",
    allowed: tuple[PracticeState, ...] = EDITABLE,
) -> PracticeVersion:
    """Write the words and conditions anew. `seen` is what the writer had before them: refused when somebody saved meanwhile."""
    version = locked(version)
    if version.state not in allowed:
        raise PracticeRefused(_("It is not being written any more: nothing was changed."))
    if version.seen != seen:
        who = version.edited_by or version.edited_by_name or _("somebody")
        raise PracticeRefused(
            _(
                "%(who)s saved other words meanwhile. Yours are still here: copy what you need, open the page anew and put it in."
            )
            % {"who": who}
        )
    if version.number == 1:
        _place(version.practice, draft, at)
    _contact(version.practice, draft)
    version.practice.save()
    _set_conditions(version, draft)
    version.seen += 1
    version.edited_at, version.edited_by, version.edited_by_name = at, by, by_name
    version.save()
    _sign(version, by)
    _write_words(version, draft)
    return version


@transaction.atomic
def translate_version(
    *, version: PracticeVersion, language: str, words: Mapping[str, str], by: User, at: datetime
) -> PracticeText:
    """Write the words in another language beside the original; of what is frozen nothing changes any more."""
    version = locked(version)
    if language == version.language:
        raise PracticeRefused(_("That is the language of the original."), field="language")
    if version.fingerprint:
        raise PracticeRefused(_("What was accepted is frozen: begin a new version to translate it."))
    version.edited_at, version.edited_by = at, by
    version.save(update_fields=["edited_at", "edited_by"])
    _sign(version, by)
    text, _is_new = PracticeText.objects.update_or_create(
        version=version, language=language, defaults=cleaned_words(words)
    )
    return text


@transaction.atomic
def propose_version(
    *, version: PracticeVersion, by: User | None, at: datetime, by_name: str = ""
) -> PracticeVersion:
    """Hand it in. What is missing is told all at once; raises `PracticeRefused`."""
    version = locked(version)
    missing = missing_in(version)
    if missing:
        raise PracticeRefused(_("Before it can be handed in: %(missing)s.") % {"missing": "; ".join(missing)})
    return move(version, PracticeState.PROPOSED, by=by, at=at, by_name=by_name)


@transaction.atomic
def begin_new_version(*, practice: Practice, by: User, at: datetime) -> PracticeVersion:
    """A new version of a published practice, with the words and conditions of the one that stays public meanwhile."""
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    public = practice.public_version
    if public is None:
        raise PracticeRefused(_("Only what is published gets a new version."))
    if practice.versions.open().exists():
        raise PracticeRefused(_("This practice already has a version in work."))
    topics, terms, writers = list(public.topics.all()), list(public.terms.all()), list(public.writers.all())
    methods, texts = list(public.methods.all()), list(public.texts.all())
    version = PracticeVersion.objects.get(pk=public.pk)
    version.pk = None
    version._state.adding = True
    version.id = PracticeVersion._meta.pk.get_default()
    version.number = _last_number(practice) + 1
    version.state, version.state_at = PracticeState.DRAFT, at
    version.seen, version.fingerprint, version.accepted_at = 1, "", None
    version.edited_at, version.edited_by, version.edited_by_name = at, by, ""
    version.save()
    version.topics.set(topics)
    version.terms.set(terms)
    version.methods.set(methods)
    version.writers.set([*writers, by])
    for text in texts:
        text.pk, text._state.adding, text.version = None, True, version
    PracticeText.objects.bulk_create(texts)
    version.practice = practice
    return version


def _begun_with(key: UUID) -> PracticeVersion | None:
    return PracticeVersion.objects.select_related("practice").filter(practice=key, number=1).first()


def _begin(
    key: UUID,
    draft: PracticeDraft,
    at: datetime,
    *,
    by: User | None,
    contributor: Any = None,
    offered_by: tuple[str, str] = ("", ""),
) -> PracticeVersion:
    programme = current_programme(timezone.localdate(at))
    practice = Practice(
        pk=key,
        programme=programme.code if programme else "",
        contributor=contributor,
        offered_by_name=offered_by[0],
        offered_by_email=offered_by[1],
        created_at=at,
        created_by=by,
    )
    _place(practice, draft, at)
    _contact(practice, draft)
    _number(practice)
    version = PracticeVersion(
        practice=practice,
        number=1,
        state=PracticeState.DRAFT if by else PracticeState.UNCONFIRMED,
        state_at=at,
        language=draft.language,
        edited_at=at,
        edited_by=by,
        edited_by_name="" if by else offered_by[0],
    )
    _set_conditions(version, draft)
    version.save()
    _sign(version, by)
    _write_words(version, draft)
    return version


def _sign(version: PracticeVersion, by: User | None) -> None:
    """Whoever wrote words of it does not review them, whoever wrote others after them."""
    if by is not None:
        version.writers.add(by)


def _number(practice: Practice) -> None:
    """Save it under the next number; two who begin at once get two numbers."""
    for attempt in range(1, ATTEMPTS + 1):
        practice.number = (Practice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                practice.save(force_insert=True)
        except IntegrityError:
            if attempt == ATTEMPTS or Practice.objects.filter(pk=practice.pk).exists():
                raise
        else:
            return


def _place(practice: Practice, draft: PracticeDraft, at: datetime) -> None:
    day = timezone.localdate(at)
    practice.field = draft.field
    practice.organisation = draft.organisation
    practice.institution_name = " ".join(draft.institution_name.split())
    practice.settlement_id = draft.settlement
    practice.county = county_of(draft.settlement, day)
    practice.is_lesson = draft.is_lesson


def _contact(practice: Practice, draft: PracticeDraft) -> None:
    practice.contact_name = " ".join(draft.contact_name.split())
    practice.contact_email = draft.contact_email.strip().lower()
    practice.contact_is_public = draft.contact_is_public and draft.contact_until is not None
    practice.contact_until = draft.contact_until


def _set_conditions(version: PracticeVersion, draft: PracticeDraft) -> None:
    version.language = draft.language
    version.starts_on, version.ends_on = draft.starts_on, draft.ends_on
    version.settlement_size = draft.settlement_size or size_of(version.practice)
    version.staff_band, version.money_band, version.time_band = (
        draft.staff_band,
        draft.money_band,
        draft.time_band,
    )
    version.licence = draft.licence


def size_of(practice: Practice) -> str:
    """The band of its settlement's population; empty where that is not known. One query."""
    return band_of(practice.settlement.population, Band.objects.sizes())


def band_of(people: int | None, sizes: Iterable[Band]) -> str:
    """The highest that this many people reach; `sizes` from the lowest on."""
    reached = [band.code for band in sizes if people is not None and band.rank <= people]
    return reached[-1] if reached else ""


def cleaned(draft: PracticeDraft) -> dict[str, Any]:
    """What is kept of a draft's words, and of the reasons where there are none."""
    told = cleaned_words(draft.words)
    told["reasons"] = {
        name: said.strip()
        for name, said in draft.reasons.items()
        if name in PracticeText.NARRATIVE and said.strip() and not told.get(name)
    }
    return told


def _write_words(version: PracticeVersion, draft: PracticeDraft) -> None:
    version.topics.set(Topic.objects.filter(pk__in=draft.topics))
    version.terms.set(draft.terms)
    version.methods.set(Method.objects.filter(pk__in=draft.methods))
    PracticeText.objects.update_or_create(version=version, language=draft.language, defaults=cleaned(draft))


def cleaned_words(words: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of words in one language."""
    told: dict[str, Any] = {
        name: words.get(name, "").replace("\r\n", "\n").strip()
        for name in ("summary", *PracticeText.NARRATIVE)
    }
    return {**told, "title": " ".join(words.get("title", "").split())[:160]}


def _last_number(practice: Practice) -> int:
    return practice.versions.aggregate(last=Max("number"))["last"] or 0
