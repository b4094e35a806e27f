"""Under the contract: milestones with proofs, spending, partners that leave, the final report, completion or an early end."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import number
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of

from ...choices.projects import UNDER_CONTRACT, ProjectState
from ...models.carrying_out import Milestone, Spending
from ...models.projects import BudgetLine, ModelProject, ProjectPartner
from ...queries.projects import lines_spent, milestones_to_remind
from .letters import tell_applicant
from .states import ProjectRefused, locked_project, move, refuse_unless, tell, touch

AHEAD = timedelta(days=14)


@transaction.atomic
def add_milestone(*, project: ModelProject, title: str, due_on: date, by: User, at: datetime) -> Milestone:
    project = locked_project(project)
    refuse_unless(project, *UNDER_CONTRACT)
    if not title.strip():
        raise ProjectRefused(_("Say what has to be done."), field="title")
    if project.contracted_on and project.ends_on and not project.contracted_on <= due_on <= project.ends_on:
        raise ProjectRefused(_("This day is outside the contract."), field="due_on")
    return Milestone.objects.create(project=project, title=title.strip()[:200], due_on=due_on)


@transaction.atomic
def complete_milestone(
    *, milestone: Milestone, done_on: date, note: str, upload: UploadedFile | None, by: User, at: datetime
) -> Milestone:
    """Done on a day, proven by words or a file whose SHA-256 is kept. Once done it stays so."""
    project = locked_project(milestone.project)
    refuse_unless(project, *UNDER_CONTRACT)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.done_on is not None:
        raise ProjectRefused(_("This milestone is done already."))
    if done_on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="done_on")
    if project.contracted_on and done_on < project.contracted_on:
        raise ProjectRefused(_("This day is outside the contract."), field="done_on")
    if not note.strip() and upload is None:
        raise ProjectRefused(_("Prove it by a few words or a file."), field="note")
    milestone.done_on, milestone.note = done_on, note.strip()
    if upload is not None:
        _keep(milestone, upload)
    try:
        milestone.save()
    except BaseException:
        if upload is not None:
            milestone.file.delete(save=False)
        raise
    return milestone


@transaction.atomic
def record_spending(
    *,
    project: ModelProject,
    line: int,
    on: date,
    amount: Decimal,
    receipt: str,
    note: str = "",
    by: User,
    at: datetime,
) -> Spending:
    """One payment on one line. The lines may be overspent (that is shown), the support as a whole not."""
    project = locked_project(project)
    refuse_unless(project, *UNDER_CONTRACT)
    if on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="on")
    if project.contracted_on and on < project.contracted_on:
        raise ProjectRefused(_("Nothing before the contract can be paid from the support."), field="on")
    if amount <= 0:
        raise ProjectRefused(_("A payment is more than nothing."), field="amount")
    if not receipt.strip():
        raise ProjectRefused(_("A payment needs the number of its receipt."), field="receipt")
    left = (project.granted or Decimal(0)) - sum(one.spent for one in lines_spent(project))
    if amount > left:
        raise ProjectRefused(
            _("Only %(left)s forints of the support are left.") % {"left": number(left)}, field="amount"
        )
    if not BudgetLine.objects.filter(pk=line, project=project).exists():
        raise ProjectRefused(_("Choose from the list."), field="line")
    try:
        with transaction.atomic():
            return Spending.objects.create(
                project=project,
                line_id=line,
                on=on,
                amount=amount,
                receipt=receipt.strip()[:60],
                note=note.strip()[:200],
                by=by,
                at=at,
            )
    except IntegrityError:
        raise ProjectRefused(_("This receipt is recorded already."), field="receipt") from None


@transaction.atomic
def let_partner_leave(
    *, project: ModelProject, partner: int, left_on: date, reason: str, by: User, at: datetime
) -> ProjectPartner:
    """A partner leaves a project under contract. Whether the three fields are still together is derived anew."""
    project = locked_project(project)
    refuse_unless(project, *UNDER_CONTRACT)
    row = ProjectPartner.objects.filter(project=project, pk=partner, left_on=None).first()
    if row is None:
        raise ProjectRefused(_("This partner has left already."))
    if not reason.strip():
        raise ProjectRefused(_("Say why."), field="reason")
    if left_on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="left_on")
    if project.contracted_on and left_on < project.contracted_on:
        raise ProjectRefused(_("This day is outside the contract."), field="left_on")
    row.left_on, row.left_reason = left_on, reason.strip()[:300]
    row.save()
    touch(project, at)
    project.save()
    tell(project, by=by, at=at)
    return row


@transaction.atomic
def send_report(
    *, project: ModelProject, results: str, lessons: str, adaptability: str, by: User, at: datetime
) -> ModelProject:
    """The final report: what came of it, what we would do otherwise, how others can do it."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.CONTRACTED)
    said = {"results": results, "lessons": lessons, "adaptability": adaptability}
    for name, words in said.items():
        if not words.strip():
            raise ProjectRefused(_("This still has to be written."), field=name)
        setattr(project, name, words.replace("\r\n", "\n").strip())
    undone = project.milestones.filter(done_on=None).count()
    if undone:
        raise ProjectRefused(_("There are milestones that are not done yet: %(count)s.") % {"count": undone})
    project.reported_at = at
    return move(project, ProjectState.REPORTED, by=by, at=at)


@transaction.atomic
def return_report(*, project: ModelProject, reason: str, by: User, at: datetime) -> ModelProject:
    project = locked_project(project)
    refuse_unless(project, ProjectState.REPORTED)
    if not reason.strip():
        raise ProjectRefused(_("Say what is missing."), field="reason")
    move(project, ProjectState.CONTRACTED, by=by, at=at, reason=reason.strip())
    tell_applicant(project, "report_returned", reason=reason.strip())
    return project


@transaction.atomic
def complete_project(*, project: ModelProject, completed_on: date, by: User, at: datetime) -> ModelProject:
    """The office accepts the report. Whether it counts as a model project follows from the three-field rule."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.REPORTED)
    sent = project.moves.filter(after=ProjectState.REPORTED).order_by("-at", "-pk").first()
    if by.pk in (project.created_by_id, sent.by_id if sent else None):
        raise ProjectRefused(_("Who wrote the report does not accept it."))
    if completed_on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="completed_on")
    if project.contracted_on and completed_on < project.contracted_on:
        raise ProjectRefused(_("This day is outside the contract."), field="completed_on")
    project.completed_on = completed_on
    move(project, ProjectState.COMPLETED, by=by, at=at)
    tell_applicant(project, "completed")
    return project


@transaction.atomic
def end_project(
    *, project: ModelProject, ended_on: date, reason: str, by: User, at: datetime
) -> ModelProject:
    """A contract that ended before completion: it stays contracted and never counts as completed."""
    project = locked_project(project)
    refuse_unless(project, *UNDER_CONTRACT)
    if not reason.strip():
        raise ProjectRefused(_("Say why."), field="reason")
    if ended_on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="ended_on")
    project.ended_on = ended_on
    return move(project, ProjectState.ENDED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def remind_of_milestones(*, at: datetime) -> int:
    """By the clock: a letter two weeks ahead, and every two weeks while one is late. How many were sent."""
    today = timezone.localdate(at)
    sent = 0
    for milestone in milestones_to_remind(today, today + AHEAD):
        tell_applicant(milestone.project, "milestone", milestone=milestone, is_late=milestone.due_on < today)
        milestone.reminded_on = today
        milestone.save()
        sent += 1
    return sent


def _keep(milestone: Milestone, upload: UploadedFile) -> None:
    try:
        name, media_type = check_file(upload)
    except FileRefused as refusal:
        raise ProjectRefused(str(refusal), field="upload") from None
    milestone.sha256 = sha256_of(upload)
    milestone.file_name, milestone.media_type, milestone.file_size = name, media_type, upload.size or 0
    upload.seek(0)
    milestone.file.save(f"{milestone.pk}{PurePosixPath(name).suffix.lower()}", upload, save=False)
