"""The office's page of words: what interviews, assets and offers are sorted by, and what people agree to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..actions import TermDraft
from ..choices import Purpose
from ..forms.words import TermForm, WordingForm
from ..models import Term
from ..queries import words as queries
from ..queries.interviews import wording_asked
from .parts import Trail, form_page, pressed, trail_of

AFTER_THE_LAST = 200


@door("processes.set_words")
def words(request: SignedInRequest) -> HttpResponse:
    content = {
        "lists": queries.term_lists(),
        "wordings": queries.wordings(),
        "trail": trail_of(None, (_("Words and consents"), "")),
    }
    return render(request, "processes/words.html", content)


@door("processes.set_words", get=queries.kind_called)
def add_term(request: SignedInRequest, kind: str) -> HttpResponse:
    return form_page(
        request,
        TermForm(request.POST or None, initial={"order": AFTER_THE_LAST}),
        lambda said: actions.add_term(
            kind=queries.KINDS[kind][0], draft=TermDraft(**said), by=request.user, at=timezone.now()
        ),
        heading=_("New word: %(list)s") % {"list": queries.label_of(kind)},
        submit=_("Publish it"),
        done=_("It may be chosen from now on."),
        back=reverse("processes:words"),
        trail=_trail(),
    )


@door("processes.set_words", get=queries.term_named)
def reword_term(request: SignedInRequest, term: Term) -> HttpResponse:
    initial = {name: getattr(term, name) for name in ("name_hu", "name_en", "order")}
    return form_page(
        request,
        TermForm(request.POST or None, initial=initial),
        lambda said: actions.reword_term(
            term=term, draft=TermDraft(**said), by=request.user, at=timezone.now()
        ),
        heading=_("Word it anew: %(word)s") % {"word": term},
        submit=_("Publish it"),
        done=_("The new word holds from now on; what was sorted by the earlier one keeps it."),
        back=reverse("processes:words"),
        trail=_trail(),
    )


@door("processes.set_words", get=queries.term_named)
@require_POST
def offer_term(request: SignedInRequest, term: Term) -> HttpResponse:
    """May be chosen, or not any more: the other of what it is now."""
    is_offered = request.POST.get("offered") == "1"
    return pressed(
        request,
        lambda: actions.offer_term(term=term, is_offered=is_offered, by=request.user, at=timezone.now()),
        back="processes:words",
    )


@door("processes.set_words", get=queries.purpose_called)
def publish_wording(request: SignedInRequest, purpose: Purpose) -> HttpResponse:
    last = wording_asked(purpose)
    return form_page(
        request,
        WordingForm(request.POST or None, initial={"text_hu": last.text_hu, "text_en": last.text_en}),
        lambda said: actions.publish_wording(purpose=purpose, **said, by=request.user, at=timezone.now()),
        heading=_("Consent: %(purpose)s") % {"purpose": purpose.label},
        submit=_("Publish the next version"),
        done=_("The new wording holds from now on; who agreed before keeps the words they heard."),
        back=reverse("processes:words"),
        trail=_trail(),
        intro=_("A published wording is never changed, only followed by the next one."),
    )


def _trail() -> Trail:
    return trail_of(None, (_("Words and consents"), reverse("processes:words")))
