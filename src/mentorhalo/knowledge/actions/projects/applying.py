"""An application: begun, written with its partners and budget, handed in under the three-field rule, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day, number
from mentorhalo.partners.models import Organisation

from ...choices.projects import ProjectState
from ...models.projects import BudgetLine, ModelProject, ProjectActivity, ProjectCall, ProjectPartner
from ...queries.projects import asked_for, check_of, project_named
from .letters import tell_applicant
from .states import ProjectRefused, locked_project, move, refuse_unless

NEEDED = ("summary", "need", "audience", "plan", "participation", "afterwards")
PLAIN = ("title", *NEEDED)
MOST_PARTNERS = 30
BEFORE_CONTRACT = (
    ProjectState.DRAFT,
    ProjectState.SUBMITTED,
    ProjectState.READING,
    ProjectState.DISPUTED,
    ProjectState.READ,
    ProjectState.ACCEPTED,
)


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """What an application says, whole or not."""

    title: str
    settlement: str
    summary: str = ""
    need: str = ""
    audience: str = ""
    plan: str = ""
    participation: str = ""
    afterwards: str = ""
    activities: Sequence[str] = ()
    lines: Sequence[tuple[str, Decimal]] = ()


@transaction.atomic
def begin_application(
    *,
    call: ProjectCall,
    lead: Organisation,
    draft: ApplicationDraft,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> ModelProject:
    """A draft only its writer and the office see. The same `key` again gives back the first."""
    if key is not None:
        earlier = ModelProject.objects.filter(pk=key).first()
        if earlier is not None:
            if earlier.created_by_id != by.pk:
                raise ProjectRefused(_("Somebody else has begun an application under this identifier."))
            return earlier
    _refuse_closed(call, at)
    ProjectCall.objects.select_for_update().get(pk=call.pk)  # numbers are given one after the other
    last = ModelProject.objects.aggregate(last=Max("number"))["last"] or 0
    project = ModelProject(
        call=call,
        number=last + 1,
        state_at=at,
        lead=lead,
        created_by=by,
        created_at=at,
        id=key or uuid4(),
    )
    _set_words(project, draft)
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError:
        raise ProjectRefused(
            _("Somebody else began an application at the same moment. Please save again.")
        ) from None
    _set_lists(project, draft)
    return project


@transaction.atomic
def write_application(
    *, project: ModelProject, draft: ApplicationDraft, seen: int, by: User, at: datetime
) -> ModelProject:
    """Save a draft. `seen` is the number of the saving the writer began from: nobody overwrites another unseen."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.DRAFT)
    if project.seen != seen:
        raise ProjectRefused(
            _(
                "Somebody else changed this application after you opened it. Copy what is yours, and open it again."
            )
        )
    _set_words(project, draft)
    project.seen += 1
    project.save()
    _set_lists(project, draft)
    return project


@transaction.atomic
def add_partner(
    *, project: ModelProject, organisation: Organisation, part: str = "", by: User, at: datetime
) -> ProjectPartner:
    project = locked_project(project)
    refuse_unless(project, ProjectState.DRAFT)
    if organisation.pk == project.lead_id:
        raise ProjectRefused(_("This institution applies: it is among them already."), field="organisation")
    if project.partners.count() >= MOST_PARTNERS:
        raise ProjectRefused(_("More partners than this cannot be named."), field="organisation")
    try:
        with transaction.atomic():
            return ProjectPartner.objects.create(
                project=project, organisation=organisation, part=part.strip()[:300]
            )
    except IntegrityError:
        raise ProjectRefused(_("This partner is among them already."), field="organisation") from None


@transaction.atomic
def remove_partner(*, project: ModelProject, partner: int, by: User, at: datetime) -> None:
    """Take a partner out of a draft. Repeating it is harmless."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.DRAFT)
    ProjectPartner.objects.filter(project=project, pk=partner).delete()


@transaction.atomic
def hand_in_application(*, project: ModelProject, by: User, at: datetime) -> ModelProject:
    """Whole, within the call's time and money, and with the three fields together."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.DRAFT)
    _refuse_closed(project.call, at)
    check = check_of(project_named(project.pk))
    if not check.holds:
        raise ProjectRefused(" ".join(str(fault.label) for fault in check.faults), field="partners")
    missing = [name for name in NEEDED if not getattr(project, name).strip()]
    if missing:
        names = ", ".join(ModelProject.part_name(name) for name in missing)
        raise ProjectRefused(
            _("These still have to be written: %(parts)s.") % {"parts": names}, field=missing[0]
        )
    if not project.activities.exists():
        raise ProjectRefused(_("Choose at least one activity of the call."), field="activities")
    asked = asked_for(project)
    if not Decimal(0) < asked <= project.call.most_for_one:
        raise ProjectRefused(
            _("The budget is %(asked)s forints; it has to be more than nothing and at most %(most)s.")
            % {"asked": number(asked), "most": number(project.call.most_for_one)},
            field="lines",
        )
    project.submitted_at = at
    move(project, ProjectState.SUBMITTED, by=by, at=at)
    tell_applicant(project, "submitted")
    return project


@transaction.atomic
def withdraw_application(*, project: ModelProject, reason: str, by: User, at: datetime) -> ModelProject:
    """Possible until there is a contract."""
    project = locked_project(project)
    refuse_unless(project, *BEFORE_CONTRACT)
    return move(project, ProjectState.WITHDRAWN, by=by, at=at, reason=reason)


def _refuse_closed(call: ProjectCall, at: datetime) -> None:
    today = timezone.localdate(at)
    if call.published_at is None or today < call.opens_on:
        raise ProjectRefused(_("This call is not open yet."))
    if today > call.closes_on:
        raise ProjectRefused(_("This call closed on %(day)s") % {"day": day(call.closes_on)})


def _set_words(project: ModelProject, draft: ApplicationDraft) -> None:
    if not draft.title.strip():
        raise ProjectRefused(_("A project needs a title."), field="title")
    for name in PLAIN:
        setattr(project, name, getattr(draft, name).replace("\r\n", "\n").strip())
    project.settlement_id = draft.settlement


def _set_lists(project: ModelProject, draft: ApplicationDraft) -> None:
    activities = list(ProjectActivity.objects.filter(code__in=draft.activities, calls=project.call_id))
    if len(activities) != len(set(draft.activities)):
        raise ProjectRefused(_("This call does not support such an activity."), field="activities")
    project.activities.set(activities)
    if any(amount <= 0 for _name, amount in draft.lines):
        raise ProjectRefused(_("A line of the budget is more than nothing."), field="lines")
    project.lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(project=project, order=order, name=" ".join(name.split())[:120], amount=amount)
        for order, (name, amount) in enumerate(draft.lines, 1)
    )
