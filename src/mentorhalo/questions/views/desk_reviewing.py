"""The public version beside the original, its second reader, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.core.differences import compared
from mentorhalo.core.doors import door

from ..actions import publishing, reviewing
from ..forms.desk import PublicVersionForm, ReaderForm, ReasonForm, VerdictForm
from ..models import Question
from ..queries import desk as queries
from ..queries.experts import second_readers
from ..redaction import redacted
from .desk_parts import REFUSALS, acted, form_page, show_refusal, to_question, trail_of
from .people import user_of

A_PAGE = 30


@door("questions.redact", get=queries.question)
def redact(request: HttpRequest, question: Question) -> HttpResponse:
    """Left what was written, right what everybody may read, prefilled with suggestions; below, word by word, what differs."""
    originals = _originals(question)
    hints = {part: queries.hints_of(question, text) for part, text in originals.items()}
    written = {"title": question.public_title, "text": question.public_text, "answer": question.public_answer}
    initial: dict[str, Any] = {
        part: written[part] or redacted(text, hints[part]) for part, text in originals.items()
    }
    initial["sensitivities"] = question.sensitivities or sorted(
        {hint.reason.value for found in hints.values() for hint in found}
    )
    form = PublicVersionForm(request.POST or None, initial=initial)
    if form.is_valid() and request.POST.get("deed") != "compare":
        try:
            reviewing.write_public_version(
                question=question, **form.cleaned_data, by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("The public version is kept. Nobody but you and your colleagues read it yet.")
            )
            return to_question(question)
    now = {part: form[part].value() or "" for part in originals}
    content = {
        "question": question,
        "form": form,
        "parts": [
            {"field": form[part], "original": text, "hints": hints[part], "diff": compared(text, now[part])}
            for part, text in originals.items()
        ],
        "trail": trail_of(question, _("Public version")),
    }
    return render(request, "questions/desk_redact.html", content)


@door("questions.redact", get=queries.question)
def ask_reader(request: HttpRequest, question: Question) -> HttpResponse:
    """Choose who reads the public version."""
    readers = second_readers(question, timezone.localdate())
    form = ReaderForm(request.POST or None, readers=readers)
    if form.is_valid():
        reader = next(one for one in readers if one.pk == UUID(form.cleaned_data["reader"]))
        try:
            reviewing.ask_second_reader(
                question=question, reader=reader, by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s was asked to read it.") % {"name": reader})
            return to_question(question)
    return form_page(request, question, form, heading=_("Ask a second reader"), submit=_("Ask"))


@door("questions.review", get=queries.question)
def read(request: HttpRequest, question: Question) -> HttpResponse:
    """The second reader's page: the public version, what was changed in it, and the verdict."""
    seen = reviewing.public_fingerprint(question)
    form = VerdictForm(request.POST or None, initial={"seen": seen})
    if form.is_valid():
        try:
            reviewing.decide_review(
                question=question, **form.cleaned_data, by=user_of(request), at=timezone.now()
            )
        except reviewing.VersionChanged as refusal:
            form = VerdictForm(initial={**form.cleaned_data, "seen": seen})
            messages.error(request, str(refusal))
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your verdict is kept."))
            return redirect("questions:desk")
    public = {"title": question.public_title, "text": question.public_text, "answer": question.public_answer}
    content = {
        "question": question,
        "form": form,
        "parts": [
            {"name": part, "public": public[part], "diff": compared(original, public[part])}
            for part, original in _originals(question).items()
        ],
        "trail": trail_of(question, _("Second reading")),
    }
    return render(request, "questions/desk_read.html", content)


@door("questions.publish", get=queries.question)
@require_POST
def publish(request: HttpRequest, question: Question) -> HttpResponse:
    return acted(
        request,
        question,
        lambda: publishing.publish_question(question=question, by=user_of(request), at=timezone.now()),
        _("Everybody can read it now."),
    )


@door("questions.publish", get=queries.question)
@require_POST
def keep_private(request: HttpRequest, question: Question) -> HttpResponse:
    return acted(
        request,
        question,
        lambda: publishing.keep_private(question=question, by=user_of(request), at=timezone.now()),
        _("The answer stays with the asker."),
    )


@door("questions.publish", get=queries.question)
@require_POST
def ask_leave(request: HttpRequest, question: Question) -> HttpResponse:
    return acted(
        request,
        question,
        lambda: reviewing.ask_for_leave(question=question, by=user_of(request), at=timezone.now()),
        _("The asker was asked for leave to publish."),
    )


@door("questions.publish", get=queries.question)
def unpublish(request: HttpRequest, question: Question) -> HttpResponse:
    """Take it back from the public."""
    form = ReasonForm(request.POST or None, label=_("Why is it taken back?"))
    if form.is_valid():
        try:
            publishing.unpublish_question(
                question=question, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Nobody else reads it any more."))
            return to_question(question)
    return form_page(
        request, question, form, heading=_("Take back from the public"), submit=_("Take back"), tone="danger"
    )


@door("questions.redact", get=queries.question)
def open_again(request: HttpRequest, question: Question) -> HttpResponse:
    """Write the public version anew; what is public leaves the public meanwhile."""
    form = ReasonForm(request.POST or None, label=_("What needs to change?"))
    if form.is_valid():
        try:
            reviewing.open_again(
                question=question, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The public version can be written anew."))
            return to_question(question)
    intro = _("What is public leaves the public until a second reader has accepted the new words.")
    return form_page(request, question, form, heading=_("Take up again"), submit=_("Take up"), intro=intro)


@door("questions.desk")
def to_confirm(request: HttpRequest) -> HttpResponse:
    """Answers whose year is over: still true, needs change, or to be taken back."""
    user: User = user_of(request)
    waiting = queries.to_confirm(user, timezone.localdate())
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    handled = {one.pk for one in page.object_list if user.has_perm("questions.publish", one)}
    return render(request, "questions/desk_confirm.html", {"page": page, "handled": handled})


@door("questions.confirm", get=queries.question)
@require_POST
def confirm_answer(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        publishing.confirm_answer(question=question, by=user_of(request), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed for another year."))
    return redirect("questions:to_confirm")


def _originals(question: Question) -> dict[str, str]:
    return {"title": question.title, "text": question.text, "answer": queries.original_answer(question)}
