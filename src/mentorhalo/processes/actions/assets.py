"""Assets are put on the map, changed, seen again, ended and found again, taken off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.territory.queries import settlement_outline

from ..choices import EXPLOITABLE, AssetSource
from ..models import Asset, AssetCategory, Process, SwotItem
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future, words

MOST_ASSETS, BATCH = 400, 1000


@dataclass(frozen=True, kw_only=True)
class AssetDraft:
    """What is told of an asset. It lies at a point of the settlement, or is a party of the network, or neither.

    Gifts of single people lie nowhere: the point could be somebody's home.
    """

    category: str
    name: str
    offers: str
    audience: str = ""
    availability: str = ""
    organisation: UUID | None = None
    community: UUID | None = None
    lat: float | None = None
    lon: float | None = None
    source: str = AssetSource.WALK
    starts_on: date | None = None
    strengths: Sequence[UUID] = ()
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_asset(*, process: Process, draft: AssetDraft, by: User, at: datetime) -> Asset:
    """The same draft again is the same asset. Raises `ProcessRefused`."""
    process = held_process(process.pk)
    standing = Asset.objects.filter(pk=draft.id).first()
    if standing is not None:
        if standing.process_id != process.pk:
            raise ProcessRefused(_("This form belongs to another process. Open the page anew."))
        return standing
    refuse_ended(process)
    _refuse_full(process)
    asset = Asset(id=draft.id, process=process, noted_at=at, noted_by=by, confirmed_on=timezone.localdate(at))
    return _written(asset, draft, at)


@transaction.atomic
def write_asset(*, asset: Asset, draft: AssetDraft, by: User, at: datetime) -> Asset:
    """What is told of it now; that somebody looked counts as seen today."""
    asset = _held(asset)
    asset.confirmed_on = timezone.localdate(at)
    audit.note(deed="write_asset", subject=f"asset:{asset.pk}", by=by.pk, at=at)
    return _written(asset, draft, at)


@transaction.atomic
def confirm_asset(*, asset: Asset, by: User, at: datetime) -> Asset:
    """Somebody saw it today: it is still there."""
    asset = _held(asset)
    asset.confirmed_on = timezone.localdate(at)
    asset.save(update_fields=["confirmed_on"])
    audit.note(deed="confirm_asset", subject=f"asset:{asset.pk}", by=by.pk, at=at)
    return asset


@transaction.atomic
def end_asset(*, asset: Asset, ended_on: date, by: User, at: datetime) -> Asset:
    """It is there until this day; then it stands among those that were."""
    asset = _held(asset)
    refuse_future(ended_on, at, "ended_on")
    if asset.starts_on is not None and ended_on < asset.starts_on:
        raise ProcessRefused(_("An asset cannot end before it was there."), field="ended_on")
    asset.ended_on = ended_on
    asset.save(update_fields=["ended_on"])
    audit.note(deed="end_asset", subject=f"asset:{asset.pk}", by=by.pk, at=at)
    return asset


@transaction.atomic
def resume_asset(*, asset: Asset, by: User, at: datetime) -> Asset:
    """It is there after all, or again: seen today. Repeating it is harmless."""
    asset = _held_even_ended(asset)
    if asset.ended_on is not None:
        _refuse_full(asset.process)
        asset.ended_on, asset.confirmed_on = None, timezone.localdate(at)
        asset.save(update_fields=["ended_on", "confirmed_on"])
        audit.note(deed="resume_asset", subject=f"asset:{asset.pk}", by=by.pk, at=at)
    return asset


@transaction.atomic
def remove_asset(*, asset: Asset, by: User, at: datetime) -> None:
    """Deleted, whatever became of it and of its process: the line that is left says nothing of it. Repeating it is harmless."""
    if Asset.objects.filter(pk=asset.pk).delete()[0]:
        audit.note(deed="remove_asset", subject=f"asset:{asset.pk}", by=by.pk, at=at)


@transaction.atomic
def record_assets(*, drafts: Iterable[tuple[Process, AssetDraft]], by: User | None, at: datetime) -> int:
    """By the hundred, as they are told; a fixed number of queries a batch."""
    categories = {one.code: one for one in AssetCategory.objects.all()}
    made, links = [], []
    through = Asset.strengths.through
    for process, draft in drafts:
        asset = Asset(
            id=draft.id, process=process, noted_at=at, noted_by=by, confirmed_on=timezone.localdate(at)
        )
        _fill(asset, draft)
        asset.category = categories[draft.category]
        _refuse_home(asset.category, draft)
        made.append(asset)
        links += [through(asset_id=asset.pk, swotitem_id=item) for item in draft.strengths]
    Asset.objects.bulk_create(made, batch_size=BATCH)
    through._default_manager.bulk_create(links, batch_size=BATCH)
    return len(made)


def _held(asset: Asset) -> Asset:
    found = _held_even_ended(asset)
    if found.ended_on is not None:
        raise ProcessRefused(_("This is not there any more: nothing is changed of it."))
    return found


def _held_even_ended(asset: Asset) -> Asset:
    process = held_process(asset.process_id)
    refuse_ended(process)
    try:
        found = held(Asset.objects.all(), asset.pk)
    except Asset.DoesNotExist:
        raise ProcessRefused(_("It was taken off the map meanwhile.")) from None
    found.process = process
    return found


def _refuse_full(process: Process) -> None:
    if process.assets.there().count() >= MOST_ASSETS:
        raise ProcessRefused(_("This map is full: end what is not there any more."))


def _refuse_home(category: AssetCategory, draft: AssetDraft) -> None:
    if category.is_personal and (draft.lat is not None or draft.lon is not None):
        raise ProcessRefused(
            _("What single people can do has no place on the map: it could be somebody's home. Leave both numbers empty."),
            field="lat",
        )  # fmt: skip


def _written(asset: Asset, draft: AssetDraft, at: datetime) -> Asset:
    category = AssetCategory.objects.filter(code=draft.category).first()
    if category is None or not (category.is_offered or category.pk == asset.category_id):
        raise ProcessRefused(_("Choose from the list."), field="category")
    if draft.source not in AssetSource.values:
        raise ProcessRefused(_("Choose from the list."), field="source")
    if draft.starts_on is not None:
        refuse_future(draft.starts_on, at, "starts_on")
    _refuse_home(category, draft)
    _refuse_elsewhere(asset, draft)
    _fill(asset, draft)
    asset.category = category
    asset.name = words(draft.name, "name", _("Say what it is."))[:160]
    asset.offers = words(draft.offers, "offers", _("Say what it offers."))[:400]
    strengths = _strengths(asset.process, draft.strengths)
    asset.save()
    asset.strengths.set(strengths)
    return asset


def _fill(asset: Asset, draft: AssetDraft) -> None:
    asset.name, asset.offers = draft.name, draft.offers
    asset.organisation_id, asset.community_id = draft.organisation, draft.community
    asset.lat, asset.lon = draft.lat, draft.lon
    asset.source, asset.starts_on = draft.source, draft.starts_on
    asset.audience = " ".join(draft.audience.split())[:160]
    asset.availability = " ".join(draft.availability.split())[:160]


def _refuse_elsewhere(asset: Asset, draft: AssetDraft) -> None:
    """Outside the settlement, or of a party that does not stand; the one it has already stays, whatever became of it."""
    if (draft.lat is None) != (draft.lon is None):
        missing = "lat" if draft.lat is None else "lon"
        raise ProcessRefused(_("A place has a latitude and a longitude."), field=missing)
    outline = settlement_outline(asset.process.settlement_id)
    if (
        draft.lat is not None
        and draft.lon is not None
        and outline
        and not outline.holds(draft.lat, draft.lon)
    ):
        raise ProcessRefused(_("This place does not lie in the settlement."), field="lat")
    parties = (
        (Organisation.objects.not_merged(), draft.organisation, asset.organisation_id),
        (Community.objects.not_merged(), draft.community, asset.community_id),
    )
    for rows, pk, own in parties:
        if pk not in (None, own) and not rows.filter(pk=pk).exists():
            raise ProcessRefused(_("Choose from the list."), field="party")


def _strengths(process: Process, wanted: Sequence[UUID]) -> list[SwotItem]:
    rows = SwotItem.objects.standing().filter(session__process=process, quadrant__in=EXPLOITABLE)
    found = list(rows.filter(pk__in=wanted))
    if len(found) != len(set(wanted)):
        raise ProcessRefused(_("Choose from the list."), field="strengths")
    return found
