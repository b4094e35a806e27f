"""A joiner's own page, opened by the secret link: programmes, copies, what came of them."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from .. import actions, keys
from ..actions import OccasionRefused
from ..choices import JoinerState, OccasionState
from ..forms.week import CopyForm, ProgrammeForm, ReasonForm, ReportForm
from ..models import Joiner, WeekProgramme
from ..queries import week as queries
from .people import member_asking

FORM_FIELDS = {"starts_at": "on", "ends_at": "ends_hour"}


@never_cache
@door("events.open_own", get=keys.joiner_by)
def own(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    """Where it stands and what is next. Opening it changes nothing."""
    now = timezone.now()
    programmes = queries.programmes_of(joiner)
    content = {
        "joiner": joiner,
        "edition": joiner.edition,
        "key": keys.joiner_key(joiner),
        "rows": [_row(one, now, joiner.edition.report_until) for one in programmes],
        "is_unconfirmed": joiner.state == JoinerState.UNCONFIRMED,
        "is_returned": joiner.state == JoinerState.RETURNED,
        "is_submitted": joiner.state == JoinerState.SUBMITTED,
        "is_accepted": joiner.is_accepted,
        "has_page": joiner.is_accepted and any(one.is_seen for one in programmes),
        "is_withdrawn": joiner.state == JoinerState.WITHDRAWN,
        "may_add": joiner.state != JoinerState.WITHDRAWN and joiner.edition.takes_programmes(now),
        "may_withdraw": joiner.state != JoinerState.WITHDRAWN
        and not any(one.is_standing for one in programmes),
        "nothing": (),
    }
    return render(request, "events/week_own.html", content)


@door("events.open_own", get=keys.joiner_by)
@require_POST
def confirm(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    def deed() -> str:
        actions.confirm_joiner(joiner=joiner, at=timezone.now())
        return _("Thank you. Now write your programmes down.")

    return _done(request, joiner, deed)


@door("events.open_own", get=keys.joiner_by)
def add(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, edition=joiner.edition)

    def deed() -> str:
        key = form.cleaned_data["key"] or uuid4()
        actions.add_programme(joiner=joiner, key=key, draft=form.draft(), at=timezone.now())
        return _("The programme is written down.")

    return _filled(
        request, joiner, form, deed, heading=_("A programme"), submit=_("Save"), draft_key="week-programme"
    )


@door("events.open_own", get=keys.own_programme_by)
def revise(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, edition=programme.joiner.edition, programme=programme)

    def deed() -> str:
        actions.revise_programme(programme=programme, draft=form.draft(), at=timezone.now())
        return _("It is changed.")

    return _filled(
        request, programme.joiner, form, deed, heading=_("Change the programme"), submit=_("Save the change")
    )


@door("events.open_own", get=keys.own_programme_by)
def copy(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    form = CopyForm(request.POST or None, programme=programme)

    def deed() -> str:
        count = actions.copy_programme(programme=programme, days=form.chosen(), at=timezone.now())
        words = ngettext("%(count)s copy was made.", "%(count)s copies were made.", count)
        return words % {"count": count}

    return _filled(
        request,
        programme.joiner,
        form,
        deed,
        heading=_("Copy to other days"),
        submit=_("Copy"),
        intro=programme.title,
    )


@door("events.open_own", get=keys.own_programme_by)
@require_POST
def drop(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    def deed() -> str:
        actions.drop_programme(programme=programme)
        return _("The programme is deleted.")

    return _done(request, programme.joiner, deed)


@door("events.open_own", get=keys.own_programme_by)
def cancel(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        reason = form.cleaned_data["reason"]
        actions.cancel_programme(programme=programme, reason=reason, at=timezone.now())
        return _("It is cancelled; its page says so.")

    return _filled(
        request,
        programme.joiner,
        form,
        deed,
        heading=_("Cancel the programme"),
        submit=_("Cancel the programme"),
        intro=programme.title,
        tone="danger",
    )


@door("events.open_own", get=keys.own_programme_by)
def report(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    told = {"attendance": programme.attendance, "counted_by": programme.counted_by, "quote": programme.quote}
    form = ReportForm(request.POST or None, initial=told)

    def deed() -> str:
        actions.report_programme(
            programme=programme, by=member_asking(request), at=timezone.now(), **form.cleaned_data
        )
        return _("Thank you for telling us. Send photos, too, if you have some.")

    return _filled(
        request,
        programme.joiner,
        form,
        deed,
        heading=_("How was it?"),
        submit=_("Send"),
        intro=programme.title,
        draft_key=f"week-report-{programme.pk}",
    )


@door("events.open_own", get=keys.joiner_by)
@require_POST
def send(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    def deed() -> str:
        actions.send_again(joiner=joiner)
        return _("The county group looks at it again.")

    return _done(request, joiner, deed)


@door("events.open_own", get=keys.joiner_by)
@require_POST
def withdraw(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    def deed() -> str:
        actions.withdraw_joiner(joiner=joiner, at=timezone.now())
        return _("You have withdrawn; your name and address are deleted.")

    return _done(request, joiner, deed)


def _row(programme: WeekProgramme, now: datetime, report_until: date) -> dict[str, object]:
    occasion = programme.occasion
    is_cancelled = occasion is not None and occasion.state == OccasionState.CANCELLED
    has_begun = programme.starts_at <= now
    return {
        "programme": programme,
        "is_published": programme.is_seen and not is_cancelled,
        "taken_down": occasion.cancel_reason if occasion is not None and occasion.is_taken_down else "",
        "is_cancelled": is_cancelled,
        "may_change": occasion is None,
        "may_cancel": occasion is not None and occasion.state == OccasionState.PUBLISHED and not has_begun,
        "may_report": programme.is_standing and has_begun and timezone.localdate(now) <= report_until,
        "photos": len(programme.photos.all()),
    }


def _filled(
    request: HttpRequest,
    joiner: Joiner,
    form: Form,
    deed: Callable[[], str],
    *,
    heading: str,
    submit: str,
    intro: str = "",
    tone: str = "",
    draft_key: str = "",
) -> HttpResponse:
    """Show the form, or do what it asks and go back to the joiner's page."""
    page = reverse("events:week_own", args=[keys.joiner_key(joiner)])
    if form.is_valid():
        try:
            messages.success(request, deed())
        except OccasionRefused as refusal:
            field = FORM_FIELDS.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            return redirect(page)
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": page,
        "draft_key": draft_key,
        "tone": tone,
        "intro": intro,
        "trail": [(_("Week of Communities"), reverse("events:week")), (joiner.name, page), (heading, "")],
    }
    return render(request, "events/form.html", content)


def _done(request: HttpRequest, joiner: Joiner, deed: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, deed())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:week_own", key=keys.joiner_key(joiner))
