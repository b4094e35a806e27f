"""Practices and adoptions of the past, written at once with all their steps: for whoever brings them from elsewhere, or invents them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence import actions as evidence
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.queries import county_of

from ...choices import AdoptionState, PracticeState, Verdict
from ...facts.practices import ADOPTION_SOURCE, PRACTICE_SOURCE, facts_of_adoption, facts_of_practice
from ...fingerprints import fingerprint_of
from ...models import (
    Adoption,
    Band,
    Consent,
    ConsentText,
    Mark,
    Practice,
    PracticeMove,
    PracticeReview,
    PracticeText,
    PracticeVersion,
)
from .checking import CONSENT_DAYS
from .consenting import A_YEAR
from .states import SEARCH_KIND
from .writing import PracticeDraft, band_of, cleaned, cleaned_words

FROZEN = (PracticeState.ACCEPTED, PracticeState.PUBLISHED, PracticeState.ARCHIVED)
STEPS_BY_LINK = (PracticeState.CONSENTED,)
STEPS_BY_EDITOR = (PracticeState.IN_REVIEW, PracticeState.ACCEPTED)


@dataclass(frozen=True)
class TakenPractice:
    """A practice with its one version and the whole way it went: (state, moment) of each step from being proposed on."""

    id: UUID
    draft: PracticeDraft
    programme: str
    way: Sequence[tuple[PracticeState, datetime]]
    contributor: UUID | None
    by: User | None
    checker: User
    editor: User
    agreed_by: str = ""
    opinion: str = ""
    reason: str = ""  # of its last step, where that ended it
    marks: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    variant_of: UUID | None = None
    duplicate_of: UUID | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # words by language
    confirmed_on: date | None = None  # last, if after it was published

    def at(self, state: PracticeState) -> datetime | None:
        """When it first came there."""
        return next((at for reached, at in self.way if reached == state), None)

    @property
    def state(self) -> PracticeState:
        return self.way[-1][0]


@dataclass(frozen=True)
class TakenAdoption:
    id: UUID
    practice: UUID
    adopter_name: str
    settlement: str
    since: date
    state: AdoptionState
    reported_at: datetime
    programme: str
    changed: str = ""
    result: str = ""
    own_practice: UUID | None = None
    by: User | None = None


@transaction.atomic
def enter_practices(*, practices: Sequence[TakenPractice], by: User | None) -> list[Practice]:
    """Write them with versions, words, steps, consents, reviews and facts. The number of queries does not depend on how many there are."""
    people = dict(Settlement.objects.values_list("pk", "population"))
    last = Practice.objects.aggregate(last=Max("number"))["last"] or 0
    rows = [_practice(taken, last + place) for place, taken in enumerate(practices, 1)]
    Practice.objects.bulk_create(rows)
    by_id = {row.pk: row for row in rows}
    versions = _write_versions(practices, by_id, people)
    _write_steps(practices, versions)
    changed = []
    for taken in practices:
        practice, version = by_id[taken.id], versions[taken.id]
        practice.variant_of_id, practice.duplicate_of_id = taken.variant_of, taken.duplicate_of
        if taken.at(PracticeState.PUBLISHED):
            practice.last_public_version = version
        if taken.state in (PracticeState.PUBLISHED, PracticeState.ARCHIVED):
            practice.public_version = version
        changed.append(practice)
    Practice.objects.bulk_update(
        changed, ["variant_of", "duplicate_of", "public_version", "last_public_version"]
    )
    told = {str(taken.id): list(_facts(taken, by_id[taken.id])) for taken in practices}
    moments = {str(taken.id): taken.way[-1][1] for taken in practices}
    evidence.sync_many(PRACTICE_SOURCE, told, by=by, at=moments, fresh=True)
    search.changed(SEARCH_KIND, [row.pk for row in rows if row.public_version_id is not None])
    return rows


@transaction.atomic
def enter_adoptions(*, adoptions: Sequence[TakenAdoption], by: User | None) -> list[Adoption]:
    """Write them with their facts. The number of queries does not depend on how many there are."""
    rows = [
        Adoption(
            pk=taken.id,
            client_key=taken.id,
            practice_id=taken.practice,
            adopter_name=taken.adopter_name,
            settlement_id=taken.settlement,
            county=county_of(taken.settlement, timezone.localdate(taken.reported_at)),
            since=taken.since,
            changed=taken.changed,
            result=taken.result,
            own_practice_id=taken.own_practice,
            state=taken.state,
            reported_at=taken.reported_at,
            reported_by=taken.by,
            confirmed_at=taken.reported_at if taken.state == AdoptionState.CONFIRMED else None,
            programme=taken.programme,
        )
        for taken in adoptions
    ]
    Adoption.objects.bulk_create(rows)
    written = Adoption.objects.filter(pk__in=[row.pk for row in rows]).select_related("practice")
    told = {str(row.pk): facts_of_adoption(row) for row in written}
    moments = {str(row.pk): row.reported_at for row in rows}
    evidence.sync_many(ADOPTION_SOURCE, told, by=by, at=moments, fresh=True)
    return rows


def _practice(taken: TakenPractice, number: int) -> Practice:
    draft, begun = taken.draft, taken.way[0][1]
    accepted, published = taken.at(PracticeState.ACCEPTED), taken.at(PracticeState.PUBLISHED)
    archived = taken.at(PracticeState.ARCHIVED)
    day = timezone.localdate(published) if published else None
    confirmed = (taken.confirmed_on or day) if day else None
    return Practice(
        pk=taken.id,
        number=number,
        field=draft.field,
        organisation=draft.organisation,
        institution_name=draft.institution_name,
        settlement_id=draft.settlement,
        county=county_of(draft.settlement, timezone.localdate(begun)),
        programme=taken.programme,
        contributor_id=taken.contributor,
        is_lesson=draft.is_lesson,
        contact_email=draft.contact_email,
        created_at=begun,
        created_by=taken.by,
        accepted_on=timezone.localdate(accepted) if accepted else None,
        published_on=day,
        confirmed_on=confirmed,
        confirm_by=confirmed + A_YEAR if confirmed else None,
        archived_on=timezone.localdate(archived) if archived else None,
        public_changed_at=taken.way[-1][1] if published else None,
    )


def _write_versions(
    practices: Sequence[TakenPractice], by_id: Mapping[UUID, Practice], people: Mapping[str, int | None]
) -> dict[UUID, PracticeVersion]:
    """First as drafts; then, read back with all their words, as what they have become: what was accepted is frozen."""
    versions, sizes = [], list(Band.objects.sizes())
    for taken in practices:
        draft = taken.draft
        versions.append(
            PracticeVersion(
                practice=by_id[taken.id],
                number=1,
                state=PracticeState.DRAFT,
                state_at=taken.way[-1][1],
                language=draft.language,
                starts_on=draft.starts_on,
                ends_on=draft.ends_on,
                settlement_size=draft.settlement_size or band_of(people.get(draft.settlement), sizes),
                staff_band=draft.staff_band,
                money_band=draft.money_band,
                time_band=draft.time_band,
                licence=draft.licence,
                edited_at=taken.way[0][1],
                edited_by=taken.by,
            )
        )
    PracticeVersion.objects.bulk_create(versions)
    PracticeText.objects.bulk_create(
        PracticeText(version=version, language=version.language, **cleaned(taken.draft))
        for taken, version in zip(practices, versions, strict=True)
    )
    PracticeText.objects.bulk_create(
        PracticeText(version=version, language=language, **cleaned_words(words))
        for taken, version in zip(practices, versions, strict=True)
        for language, words in taken.translations.items()
    )
    _connect(practices, versions)
    read = PracticeVersion.objects.filter(pk__in=[one.pk for one in versions]).prefetch_related(
        "topics", "terms", "methods", "texts"
    )
    found = {version.practice_id: version for version in read}
    for taken in practices:
        version = found[taken.id]
        version.practice = by_id[taken.id]
        version.state = taken.state
        if taken.at(PracticeState.ACCEPTED):
            version.fingerprint, version.accepted_at = (
                fingerprint_of(version),
                taken.at(PracticeState.ACCEPTED),
            )
    PracticeVersion.objects.bulk_update(found.values(), ["state", "fingerprint", "accepted_at"])
    return found


def _connect(practices: Sequence[TakenPractice], versions: Sequence[PracticeVersion]) -> None:
    topics, terms = PracticeVersion.topics.through, PracticeVersion.terms.through
    writers = PracticeVersion.writers.through
    pairs = list(zip(practices, versions, strict=True))
    topics._default_manager.bulk_create(
        topics(practiceversion_id=version.pk, topic_id=code)
        for taken, version in pairs
        for code in taken.draft.topics
    )
    terms._default_manager.bulk_create(
        terms(practiceversion_id=version.pk, term_id=pk)
        for taken, version in pairs
        for pk in taken.draft.terms
    )
    writers._default_manager.bulk_create(
        writers(practiceversion_id=version.pk, user_id=taken.by.pk)
        for taken, version in pairs
        if taken.by is not None
    )


def _write_steps(practices: Sequence[TakenPractice], versions: Mapping[UUID, PracticeVersion]) -> None:
    wording = ConsentText.objects.order_by("number")[:1].get()
    moves: list[PracticeMove] = []
    consents: list[Consent] = []
    reviews: list[PracticeReview] = []
    marks: list[Mark] = []
    for taken in practices:
        version = versions[taken.id]
        moves += _moves(taken, version)
        asked, given = taken.at(PracticeState.CHECKED), taken.at(PracticeState.CONSENTED)
        if asked:
            withdrawn = taken.at(PracticeState.WITHDRAWN) if given else None
            consents.append(
                Consent(
                    version=version,
                    email=taken.draft.contact_email,
                    asked_at=asked,
                    expires_at=asked + timedelta(days=CONSENT_DAYS),
                    text=wording if given else None,
                    given_at=given,
                    given_by=taken.agreed_by if given else "",
                    fingerprint=(version.fingerprint or fingerprint_of(version)) if given else "",
                    withdrawn_at=withdrawn,
                    withdrawn_because=taken.reason if withdrawn else "",
                )
            )
        opened, accepted = taken.at(PracticeState.IN_REVIEW), taken.at(PracticeState.ACCEPTED)
        if opened:
            review = PracticeReview(
                version=version,
                reviewer=taken.editor,
                opened_at=opened,
                decided_at=accepted,
                verdict=Verdict.ACCEPT if accepted else "",
                opinion=taken.opinion if accepted else "",
                fingerprint=version.fingerprint,
            )
            reviews.append(review)
            if accepted:
                marks += [
                    Mark(review=review, criterion_id=code, value=value, reason=reason)
                    for code, (value, reason) in taken.marks.items()
                ]
    PracticeMove.objects.bulk_create(moves)
    Consent.objects.bulk_create(consents)
    PracticeReview.objects.bulk_create(reviews)
    Mark.objects.bulk_create(marks)


def _moves(taken: TakenPractice, version: PracticeVersion) -> Iterator[PracticeMove]:
    before = PracticeState.DRAFT
    for state, at in taken.way:
        by: User | None = taken.by
        if state in STEPS_BY_EDITOR:
            by = taken.editor
        elif state in STEPS_BY_LINK:
            by = None
        elif state != PracticeState.PROPOSED:
            by = taken.checker
        yield PracticeMove(
            version=version,
            before=before,
            after=state,
            at=at,
            by=by,
            by_name=taken.agreed_by if state in STEPS_BY_LINK else "",
            reason=taken.reason if state == taken.state and state not in FROZEN else "",
        )
        before = state


def _facts(taken: TakenPractice, practice: Practice) -> Iterator[evidence.FactDraft]:
    is_standing = taken.state in FROZEN
    yield from facts_of_practice(practice, has_consent=is_standing)
