"""First check, return, refusal, duplicate and variant, review, publication: each a page with one form or a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import practices as actions
from ..forms.practice_deeds import (
    DuplicateForm,
    EditorForm,
    EmailForm,
    ReasonForm,
    RemarksForm,
    VariantForm,
    VerdictForm,
)
from ..models import FieldEditor, PracticeVersion
from ..queries import practice_work as queries
from ..queries.practice_facts import facts_of
from ..queries.practice_photos import photos_of
from .practice_parts import acted, form_deed, show_refusal, to_version, trail_of


@door("knowledge.check_version", get=queries.version)
@require_POST
def check(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    return acted(
        request,
        version,
        lambda: actions.check_version(version=version, by=request.user, at=timezone.now()),
        _("Checked. The institution has got a link, to read, mend and agree."),
    )


@door("knowledge.check_version", get=queries.version)
def ask_again(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = EmailForm(request.POST or None, initial={"email": version.practice.contact_email})
    return form_deed(
        request,
        version,
        form,
        lambda: actions.ask_consent_again(
            version=version, email=form.cleaned_data["email"], by=request.user, at=timezone.now()
        ),
        heading=_("Ask the institution again"),
        submit=_("Send a new link"),
        done=_("A new link is on its way; the earlier one agrees to nothing any more."),
    )


@door("knowledge.check_version", get=queries.version)
def give_back(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = RemarksForm(request.POST or None)
    return form_deed(
        request,
        version,
        form,
        lambda: actions.return_version(
            version=version,
            reason=form.cleaned_data["reason"],
            remarks=form.remarks(),
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Return it to be mended"),
        submit=_("Return it"),
        done=_("It is with who wrote it again, with your remarks."),
    )


@door("knowledge.check_version", get=queries.version)
def reject(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = ReasonForm(request.POST or None, label=_("Why is it not accepted?"))
    return form_deed(
        request,
        version,
        form,
        lambda: actions.reject_version(
            version=version, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        heading=_("Reject it"),
        submit=_("Reject"),
        done=_("It goes no further; who wrote it was told why."),
        tone="danger",
    )


@door("knowledge.check_version", get=queries.version)
def duplicate(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = DuplicateForm(request.POST or None)
    return form_deed(
        request,
        version,
        form,
        lambda: actions.call_duplicate(
            version=version,
            original=form.cleaned_data["original"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("It is told already"),
        submit=_("Call it a duplicate"),
        done=_("Its page leads to the other one from now on."),
    )


@door("knowledge.withdraw_version", get=queries.version)
def withdraw(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = ReasonForm(request.POST or None, label=_("Why is it withdrawn?"))
    return form_deed(
        request,
        version,
        form,
        lambda: actions.withdraw_version(
            version=version, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        heading=_("Withdraw it"),
        submit=_("Withdraw"),
        done=_("It is withdrawn."),
        tone="danger",
    )


@door("knowledge.manage_practices", get=queries.version)
def variant(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    earlier = version.practice.variant_of
    form = VariantForm(request.POST or None, initial={"original": earlier.code if earlier else ""})
    return form_deed(
        request,
        version,
        form,
        lambda: actions.call_variant(
            practice=version.practice,
            original=form.cleaned_data["original"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Variant of another practice"),
        submit=_("Keep"),
        done=_("It is kept. Variants of one practice count once."),
    )


@door("knowledge.review_version", get=queries.version)
def review(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """The field editor's page. Opening it takes nothing; the first verdict or “I take it” does."""
    form = VerdictForm(
        request.POST or None, criteria=queries.criteria(queries.open_review_of(version, request.user))
    )
    if form.is_valid():
        try:
            opened = actions.open_review(version=version, by=request.user, at=timezone.now())
            actions.decide_review(
                review=opened, judgement=form.judgement(), by=request.user, at=timezone.now()
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your verdict is kept."))
            return to_version(version)
    text = queries.text_of(version)
    content = {
        "version": version,
        "text": text,
        "facts": facts_of(version),
        "narrative": queries.narrative_of(text),
        "photos": photos_of(version.practice),
        "form": form,
        "back": reverse("knowledge:work", args=[version.pk]),
        "trail": trail_of(version, _("Review")),
    }
    return render(request, "knowledge/practices/review.html", content)


@door("knowledge.review_version", get=queries.version)
@require_POST
def take(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """“I take it”: nobody else reviews it meanwhile."""
    acted(
        request,
        version,
        lambda: actions.open_review(version=version, by=request.user, at=timezone.now()),
        _("It is with you now."),
    )
    return redirect("knowledge:review", pk=version.pk)


@door("knowledge.publish_version", get=queries.version)
@require_POST
def publish(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    return acted(
        request,
        version,
        lambda: actions.publish_version(version=version, by=request.user, at=timezone.now()),
        _("Everybody can read it now."),
    )


@door("knowledge.manage_practices", get=queries.version)
def take_down(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    form = ReasonForm(request.POST or None, label=_("Why is it taken from the public?"))
    return form_deed(
        request,
        version,
        form,
        lambda: actions.take_down(
            practice=version.practice,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Take it from the public"),
        submit=_("Take it down"),
        done=_("Nobody else reads it any more."),
        tone="danger",
    )


@door("knowledge.manage_practices")
def editors(request: SignedInRequest) -> HttpResponse:
    """Who edits which field."""
    today = timezone.localdate()
    people = User.objects.holding(Role.EXPERT, today) | User.objects.holding(Role.EDITOR, today)
    form = EditorForm(request.POST or None, people=people.distinct().order_by("name_sort", "pk"))
    if form.is_valid():
        actions.open_editor(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("It is kept."))
        return redirect("knowledge:editors")
    content = {
        "form": form,
        "editors": queries.editors(),
        "trail": [(_("Practices in work"), reverse("knowledge:work_list")), (_("Field editors"), "")],
    }
    return render(request, "knowledge/practices/editors.html", content)


@door("knowledge.manage_practices")
@require_POST
def close_editor(request: SignedInRequest, pk: int) -> HttpResponse:
    editor = FieldEditor.objects.in_office().filter(pk=pk).first()
    if editor is not None:
        actions.close_editor(editor=editor, by=request.user, at=timezone.now())
        messages.success(request, _("It is kept."))
    return redirect("knowledge:editors")
