"""Asking: the page, the similar questions that appear while typing, and what stands after it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core import search
from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import actions
from ..actions import AskRefused
from ..forms.asking import LONGEST_TITLE, AskForm
from ..queries.own import key_of, questions_of
from ..queries.practices import asked_about
from ..searching import PUBLIC_KIND
from .people import member_asking, user_of

LEAST_TYPED = 8  # letters: with fewer, nothing is similar
EVERYBODY = frozenset({"public"})
QUESTIONS_AN_HOUR = 20  # of one network address: a whole office or village hall may stand behind it


@door("questions.ask")
def ask(request: HttpRequest) -> HttpResponse:
    """A guest gets a letter to confirm, a member is heard at once. `?q=`: what was searched for in vain; `?practice=JGY-…`: what it is about."""
    member = member_asking(request)
    sought = " ".join(request.GET.get("q", "").split())[:LONGEST_TITLE]
    about = asked_about(request.GET.get("practice", ""))
    form = AskForm(request.POST or None, member=member, initial={"title": sought})
    if form.is_valid() and _is_heard(request, form):
        try:
            question = actions.ask_question(
                draft=form.draft(about.pk if about else None), by=member, at=timezone.now()
            )
        except AskRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if member is None:
                return redirect("questions:asked")
            messages.success(request, _("We received your question."))
            return redirect("questions:own", key=key_of(question))
    typed = str(form["title"].value() or "")[:LONGEST_TITLE]
    content = {
        "form": form,
        "about": about,
        "days": settings.QUESTION_DAYS,
        "is_member": member is not None,
        "similar": _similar(typed),
    }
    return render(request, "questions/ask.html", content)


@door("questions.ask")
def similar(request: HttpRequest) -> HttpResponse:
    """Published questions like the one being typed: the part of the page that htmx asks for."""
    typed = request.GET.get("title", "")[:LONGEST_TITLE]
    return render(request, "questions/ask.html#similar", {"similar": _similar(typed)})


@door("questions.ask")
def asked(request: HttpRequest) -> HttpResponse:
    """What a guest does next."""
    return render(request, "questions/ask_sent.html")


@door("core.signed_in")
def mine(request: HttpRequest) -> HttpResponse:
    """A member's own questions."""
    rows = [
        (question, reverse("questions:own", args=[key_of(question)]))
        for question in questions_of(user_of(request))
    ]
    return render(request, "questions/ask_mine.html", {"rows": rows})


def _similar(typed: str) -> list[search.Hit]:
    if len(typed.strip()) < LEAST_TYPED:
        return []
    return search.similar(typed, kind=PUBLIC_KIND, tokens=EVERYBODY)


def _is_heard(request: HttpRequest, form: AskForm) -> bool:
    heard = is_within("questions.ask", network_of(request), most=QUESTIONS_AN_HOUR, seconds=3600)
    if not heard:
        form.add_error(
            None,
            _(
                "Many questions came from your network just now. Please send it again later; nothing was lost."
            ),
        )
    return heard
