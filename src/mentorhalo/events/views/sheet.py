"""The list of attendance, who came without registering, the organiser's questions and documents."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..actions import OccasionRefused
from ..forms.desk import FileForm, QuestionForm, WalkInForm
from ..models import Occasion, OccasionFile, OccasionQuestion
from ..queries import desk as queries
from ..queries import occasions
from .desk import done, trail_of


@door("events.manage", get=occasions.occasion)
def sheet(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    """A tick for each who was there, day by day."""
    if request.method == "POST":
        present = _ticked(request.POST.getlist("there"))
        try:
            shown = _ticked(request.POST.getlist("shown"))
            actions.mark_attendance(
                occasion=occasion, present=present, shown=shown, by=request.user, at=timezone.now()
            )
        except OccasionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The list is kept."))
        return redirect("events:sheet", pk=occasion.pk)
    content = {
        "occasion": occasion,
        "rows": queries.sheet_of(occasion),
        "is_long": len(occasion.days) > 1,
        "form": WalkInForm(),
        "trail": trail_of(occasion, _("Who was there")),
    }
    return render(request, "events/sheet.html", content)


@door("events.manage", get=occasions.occasion)
def walk_in(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    form = WalkInForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_walk_in(
                occasion=occasion,
                key=said["key"] or uuid4(),
                name=said["name"],
                organisation=said["organisation"],
                email=said["email"],
                by=request.user,
                at=timezone.now(),
            )
        except OccasionRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": said["name"]})
            return redirect("events:sheet", pk=occasion.pk)
    return render(request, "events/form.html", _part(occasion, form, _("Somebody who came"), "sheet"))


@door("events.manage", get=occasions.occasion)
def ask(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    """A question to whoever registers."""
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_of_attendees(occasion=occasion, **form.cleaned_data)
        except OccasionRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Whoever registers from now on is asked."))
            return redirect("events:manage", pk=occasion.pk)
    return render(request, "events/form.html", _part(occasion, form, _("Ask something"), "manage"))


@door("events.manage_question", get=queries.question)
@require_POST
def drop_question(request: SignedInRequest, question: OccasionQuestion) -> HttpResponse:
    def deed() -> str:
        actions.drop_question(question=question)
        return _("It is not asked any more.")

    return done(request, question.occasion, deed)


@door("events.manage", get=occasions.occasion)
def add_file(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_file(
                occasion=occasion,
                upload=form.cleaned_data["file"],
                is_public=form.cleaned_data["is_public"],
                by=request.user,
                at=timezone.now(),
            )
        except OccasionRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The file is kept."))
            return redirect("events:manage", pk=occasion.pk)
    content = {**_part(occasion, form, _("Add a file"), "manage"), "is_multipart": True}
    return render(request, "events/form.html", content)


@door("events.manage_file", get=queries.file)
@require_POST
def drop_file(request: SignedInRequest, file: OccasionFile) -> HttpResponse:
    def deed() -> str:
        actions.drop_file(kept=file)
        return _("The file is gone.")

    return done(request, file.occasion, deed)


def _part(
    occasion: Occasion, form: WalkInForm | QuestionForm | FileForm, words: str, back: str
) -> dict[str, object]:
    return {
        "form": form,
        "heading": words,
        "submit": _("Save"),
        "back": reverse(f"events:{back}", args=[occasion.pk]),
        "draft_key": "",
        "tone": "",
        "intro": "",
        "trail": trail_of(occasion, words),
    }


def _ticked(values: list[str]) -> set[tuple[UUID, date]]:
    """What the boxes say: "id day"; what no page of ours sent is passed over."""
    found = set()
    for value in values[:20_000]:
        pk, _space, day = value.partition(" ")
        try:
            found.add((UUID(pk), date.fromisoformat(day)))
        except ValueError:
            continue
    return found
