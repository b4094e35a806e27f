"""Writing entries: the log form, edits, corrections."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.knowledge.queries.methods import method_choices
from mentorhalo.network.models import Mentor

from .. import actions
from ..actions import EntryRefused, FileRefused
from ..choices import ActivityState
from ..forms.entries import CorrectionForm, EntryForm, initial_of
from ..forms.fields import show_refusal
from ..models import Activity, Appointment
from ..queries import Suggestion, habits_of, suggestions_for
from ..queries.notes import private_note_of
from ..queries.records import colleagues_of, consortia_for, engagements_of, entry
from .people import mentor_asking, user_of


@door("mentoring.log")
def log(request: HttpRequest) -> HttpResponse:
    """The log form: what can be known is filled in, and everything typed is kept until it is saved."""
    mentor, user, now = mentor_asking(request), user_of(request), timezone.now()
    initial, reason = ({}, "") if request.method == "POST" else _asked(request, mentor)
    form = EntryForm(request.POST or None, request.FILES or None, initial=initial, **_around(mentor))
    if form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        draft = form.draft(mentor=mentor.pk, pk=key, state=_state(request))
        try:
            activity = actions.log_activity(
                draft=draft,
                appointment=_appointment(mentor, form.cleaned_data["appointment"]),
                by=user,
                at=now,
            )
            if activity.created_at != now:  # sent before under this key: whatever differs is a change
                activity = actions.revise_activity(activity=activity, draft=draft, by=user, at=now)
        except EntryRefused as refusal:
            show_refusal(form, refusal)
        else:
            _attach(request, activity, form.cleaned_data)
            return redirect("mentoring:saved", pk=activity.pk)
    content = {"form": form, "reason": reason, "trail": _trail(_("New entry"))}
    return render(request, "mentoring/log.html", content)


@door("mentoring.revise_activity", get=entry)
def edit_entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Change an entry; a closed period sends on to a correction."""
    if actions.is_locked(activity):
        messages.info(request, _("The period of this entry is closed. Write a correction instead."))
        return redirect("mentoring:correct_entry", pk=activity.pk)
    user = user_of(request)
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        initial=initial_of(activity, private_note_of(activity, user)),
        **_around(activity.mentor or mentor_asking(request), activity),
        author_writes=actions.is_author(activity, user),
    )
    if form.is_valid():
        mentor = activity.mentor_id
        draft = form.draft(mentor=mentor, pk=activity.pk, state=_state(request))
        try:
            actions.revise_activity(activity=activity, draft=draft, by=user, at=timezone.now())
        except EntryRefused as refusal:
            show_refusal(form, refusal)
        else:
            _attach(request, activity, form.cleaned_data)
            messages.success(request, _("The entry is changed; what it said before is kept."))
            return redirect("mentoring:entry", pk=activity.pk)
    content = {"form": form, "activity": activity, "trail": _trail(_("Change"), activity)}
    return render(request, "mentoring/edit.html", content)


@door("mentoring.revise_activity", get=entry)
def correct_entry(request: HttpRequest, original: Activity) -> HttpResponse:
    """A correction of an approved entry: a new one that points to the original."""
    form = CorrectionForm(
        request.POST or None,
        initial=initial_of(original),
        **_around(original.mentor or mentor_asking(request), original),
    )
    if form.is_valid():
        said = form.cleaned_data
        draft = form.draft(
            mentor=original.mentor_id, pk=said["key"] or uuid4(), state=ActivityState.SUBMITTED
        )
        try:
            correction = actions.correct_activity(
                original=original,
                draft=draft,
                reason=said["reason"],
                is_annulment=said["is_annulment"],
                by=user_of(request),
                at=timezone.now(),
            )
        except EntryRefused as refusal:
            show_refusal(form, refusal)
        else:
            _attach(request, correction, said)
            messages.success(
                request, _("The correction is sent in. The original counts until it is approved.")
            )
            return redirect("mentoring:entry", pk=correction.pk)
    content = {"form": form, "activity": original, "trail": _trail(_("Correct"), original)}
    return render(request, "mentoring/correct.html", content)


@door("mentoring.revise_activity", get=entry)
@require_POST
def submit_entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Send a draft or a returned entry in as it stands."""
    try:
        actions.submit_activity(activity=activity, by=user_of(request), at=timezone.now())
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:edit_entry", pk=activity.pk)
    return redirect("mentoring:saved", pk=activity.pk)


@door("mentoring.revise_activity", get=entry)
@require_POST
def discard_entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.discard_draft(activity=activity, by=user_of(request))
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:entry", pk=activity.pk)
    messages.success(request, _("The draft is discarded."))
    return redirect("mentoring:entries")


def _asked(request: HttpRequest, mentor: Mentor) -> tuple[dict[str, Any], Any]:
    """What is filled in beforehand, and why: what the address asks for, else what is likely."""
    initial: dict[str, Any] = {"occurred_on": timezone.localdate()}
    planned = _appointment(mentor, request.GET.get("appointment", ""))
    wanted = request.GET.get("engagement", "")
    asked = [one for one in engagements_of([mentor]) if wanted in (str(one.pk), one.pk.hex)] if wanted else []
    if asked:
        return initial | {"engagement": str(asked[0].pk), "settlement": asked[0].community.settlement}, ""
    if planned is not None:
        initial["occurred_on"] = min(timezone.localdate(planned.starts_at), timezone.localdate())
        suggestion = Suggestion(planned.engagement, planned.settlement, planned)
    else:
        suggestion = suggestions_for(mentor, timezone.now())
    initial |= {
        "settlement": suggestion.settlement,
        "engagement": str(suggestion.engagement.pk) if suggestion.engagement else "",
        "appointment": suggestion.appointment.pk if suggestion.appointment else None,
    }
    return initial, suggestion.reason


def _around(mentor: Mentor, activity: Activity | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    habits = habits_of(mentor, today)
    colleagues = colleagues_of(mentor, today)
    theirs = engagements_of(colleagues)
    if activity is not None and activity.engagement is not None:
        known = {one.pk for one in [*habits.engagements, *theirs]}
        if activity.engagement_id not in known:
            habits.engagements.insert(0, activity.engagement)
    return {
        "habits": habits,
        "colleagues": theirs,
        "mentors": colleagues,
        "methods": method_choices(),
        "consortia": consortia_for(mentor, activity.consortium_id if activity else None),
        "organisations": [(str(one.pk), str(one)) for one in activity.organisations.all()]
        if activity
        else (),
    }


def _state(request: HttpRequest) -> str:
    return ActivityState.DRAFT if "keep" in request.POST else ActivityState.SUBMITTED


def _appointment(mentor: Mentor, pk: object) -> Appointment | None:
    """The mentor's own appointment of this id, if it is one."""
    try:
        found = Appointment.objects.filter(pk=UUID(str(pk)), mentor=mentor)
    except ValueError:
        return None
    return found.select_related("engagement", "settlement").first()


def _attach(request: HttpRequest, activity: Activity, said: dict[str, Any]) -> None:
    attach_files(request, activity, said.get("evidence") or [], said.get("evidence_kind") or "other")


def attach_files(request: HttpRequest, activity: Activity, files: list[UploadedFile], kind: str) -> None:
    """Each file by itself: one that is refused is told and does not hold up the others."""
    for upload in files:
        try:
            actions.attach_evidence(
                activity=activity, kind=kind, upload=upload, by=user_of(request), at=timezone.now()
            )
        except (FileRefused, EntryRefused) as refusal:
            messages.error(request, str(refusal))


def _trail(here: str, activity: Activity | None = None) -> list[tuple[str, str]]:
    trail = [(_("Log entries"), reverse("mentoring:entries"))]
    if activity is not None:
        trail.append((activity.kind.name, reverse("mentoring:entry", args=[activity.pk])))
    return [*trail, (here, "")]
