"""Reading entries: lists, one entry, its files."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import UNKNOWN, day, moment
from mentorhalo.knowledge.queries.methods import titles_of
from mentorhalo.network.queries import mentor_of

from .. import actions
from ..choices import ActivityState
from ..forms.entries import EntryFilter, EvidenceForm
from ..models import Activity, EvidenceFile
from ..queries.history import revisions_of
from ..queries.notes import private_note_of
from ..queries.records import entry as entry_named
from ..queries.records import evidence_file as evidence_file_named
from ..signals import figures_of_entry
from .log import attach_files
from .people import user_of

A_PAGE = 50
TONES = {
    ActivityState.DRAFT: "neutral",
    ActivityState.SUBMITTED: "info",
    ActivityState.RETURNED: "attention",
    ActivityState.APPROVED: "main",
}


@door("mentoring.view")
def entries(request: HttpRequest) -> HttpResponse:
    """A mentor's own entries; `?whose=all` and everybody else see the network's, drafts left out."""
    mentor = mentor_of(request.user)
    own = mentor is not None and request.GET.get("whose") != "all"
    named = Activity.objects.with_names()
    form = EntryFilter(request.GET or None)
    rows = _filtered(
        named.of_mentor(mentor.pk) if own and mentor else named.exclude(state=ActivityState.DRAFT), form
    )
    page = Paginator(rows.order_by("-occurred_on", "-created_at", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    here = reverse("mentoring:entries")
    content = {
        "page": page,
        "form": form,
        "tones": TONES,
        "own": own,
        "ways": [(_("My entries"), here, own), (_("The network's"), f"{here}?whose=all", not own)]
        if mentor
        else [],
        "may_log": request.user.has_perm("mentoring.log"),
    }
    return render(request, "mentoring/entries.html", content)


@door("mentoring.view_activity", get=entry_named)
def entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """All that this reader may see of one entry."""
    user = user_of(request)
    may_revise = user.has_perm("mentoring.revise_activity", activity)
    is_locked = actions.is_locked(activity)
    corrected_by = Activity.objects.filter(corrects=activity).first()
    content = {
        "activity": activity,
        "tone": TONES[ActivityState(activity.state)],
        "facts": _facts(activity),
        "methods": titles_of(list(activity.methods.values_list("pk", flat=True))),
        "group_note": activity.group_note if user.has_perm("mentoring.view_group_note", activity) else "",
        "private_note": private_note_of(activity, user),
        "files": _files(activity),
        "revisions": revisions_of(activity),
        "is_locked": is_locked,
        "corrected_by": corrected_by,
        "may_edit": may_revise and not is_locked,
        "may_correct": may_revise and activity.state == ActivityState.APPROVED and corrected_by is None,
        "may_share": user.has_perm("mentoring.share_entry", activity),
        "may_submit": may_revise and activity.state in (ActivityState.DRAFT, ActivityState.RETURNED),
        "may_discard": may_revise and activity.state == ActivityState.DRAFT and activity.submitted_at is None,
        "may_attach": actions.is_author(activity, user) and not is_locked,
        "may_decide": activity.state == ActivityState.SUBMITTED
        and user.has_perm("mentoring.decide_activity", activity),
        "evidence_form": EvidenceForm(),
        "trail": [(_("Log entries"), reverse("mentoring:entries")), (activity.kind.name, "")],
    }
    return render(request, "mentoring/entry.html", content)


@door("mentoring.revise_activity", get=entry_named)
def saved(request: HttpRequest, activity: Activity) -> HttpResponse:
    """It is saved: what happens next, and which figures change because of it."""
    answers = figures_of_entry.send(Activity, activity=activity, request=request)
    content = {
        "activity": activity,
        "figures": [figure for _receiver, figures in answers for figure in figures or ()],
        "trail": [(_("Log entries"), reverse("mentoring:entries")), (_("Saved"), "")],
    }
    return render(request, "mentoring/saved.html", content)


@door("mentoring.revise_activity", get=entry_named)
@require_POST
def attach(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Add files to an entry that stands already."""
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        content = {"form": form, "activity": activity, "trail": [(activity.kind.name, "")]}
        return render(request, "mentoring/attach.html", content)
    attach_files(request, activity, form.cleaned_data["evidence"], form.cleaned_data["evidence_kind"])
    return redirect(f"{reverse('mentoring:entry', args=[activity.pk])}#evidence")


@door("mentoring.view_evidence", get=evidence_file_named)
def evidence(request: HttpRequest, evidence_file: EvidenceFile) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    with evidence_file.file.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != evidence_file.sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect("mentoring:entry", pk=evidence_file.activity_id)
    return HttpResponse(
        content,
        content_type=evidence_file.media_type,
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=evidence_file.original_name
            )
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _filtered(rows: QuerySet[Activity], form: EntryFilter) -> QuerySet[Activity]:
    if not form.is_valid():
        return rows
    said = form.cleaned_data
    if said["state"]:
        rows = rows.filter(state=said["state"])
    if said["kind"]:
        rows = rows.filter(kind__code=said["kind"])
    if said["since"]:
        rows = rows.filter(occurred_on__gte=said["since"])
    if said["until"]:
        rows = rows.filter(occurred_on__lte=said["until"])
    return rows


def _facts(activity: Activity) -> list[tuple[str, Any]]:
    """What an entry says, empty things left out."""
    place = activity.settlement.name if activity.settlement else ""
    told = [
        (_("When"), day(activity.occurred_on)),
        (_("From when"), activity.started_at.strftime("%H:%M") if activity.started_at else ""),
        (_("Minutes"), activity.minutes),
        (_("Where"), place),
        (_("How"), activity.get_channel_display()),
        (_("Two-way contact"), _("yes") if activity.is_two_way else _("no")),
        (_("Who was there for the network"), _people(activity)),
        (_("Community"), str(activity.engagement.community) if activity.engagement else ""),
        (_("Institutions"), ", ".join(str(one) for one in activity.organisations.all())),
        (_("Consortium"), str(activity.consortium) if activity.consortium else ""),
        (_("Participants"), activity.participants),
        (_("How counted"), activity.get_counting_method_display() if activity.counting_method else ""),
        (_("Of them new"), activity.new_participants),
        (_("What it was about"), activity.topics),
        (_("What came of it"), activity.get_outcome_display() if activity.outcome else ""),
        (_("Next step"), activity.next_step),
        (_("Next step by"), day(activity.next_step_on) if activity.next_step_on else ""),
        (_("Sent in"), moment(activity.submitted_at) if activity.submitted_at else ""),
        (_("Decided"), _decided(activity)),
        (_("Identifier in earlier records"), activity.external_id),
    ]
    return [(term, value) for term, value in told if value not in ("", None)]


def _people(activity: Activity) -> str:
    names = [activity.mentor.name] if activity.mentor else []
    return ", ".join([*names, *(one.name for one in activity.other_mentors.all())]) or UNKNOWN


def _decided(activity: Activity) -> str:
    if activity.decided_at is None:
        return ""
    who = str(activity.decided_by) if activity.decided_by else _("an earlier record")
    return f"{activity.get_state_display()}: {who}, {moment(activity.decided_at)}"


def _files(activity: Activity) -> list[dict[str, Any]]:
    return [
        {
            "name": file.original_name,
            "href": reverse("mentoring:evidence", args=[file.pk]),
            "size": file.size,
            "sha256": file.sha256,
            "note": f"{file.get_kind_display()}, {moment(timezone.localtime(file.arrived_at))}",
        }
        for file in activity.evidence_files.all()
    ]
