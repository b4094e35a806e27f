"""Offers of the knowledge pool for those who steer the process: recorded with consent, prolonged, taken back, questions passed on."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..actions.pool import OFFER_KEPT
from ..choices import Channel, Purpose
from ..forms.pool import OfferForm, PersonForm, ProlongForm, WhatForm
from ..models import Offer, PoolQuestion, Process
from ..queries import pool as queries
from ..queries.interviews import wording_asked
from ..queries.phases import process_named
from .parts import Trail, form_page, trail_of


@door("processes.view", get=process_named)
def offers(request: SignedInRequest, process: Process) -> HttpResponse:
    """What people of the target area teach, as everybody sees it; who steers the process records and opens each."""
    may = request.user.has_perm
    content = {
        "process": process,
        "offers": queries.offers_of(process, timezone.localdate()),
        "may_record": may("processes.record_offer", process),
        "steers": may("processes.read_offers", process),
        "trail": trail_of(process, (_("Knowledge pool"), "")),
    }
    return render(request, "processes/pool/offers.html", content)


@door("processes.record_offer", get=process_named)
def record_offer(request: SignedInRequest, process: Process) -> HttpResponse:
    today, wording = timezone.localdate(), wording_asked(Purpose.POOL)
    form = OfferForm(
        request.POST or None,
        asked=wording,
        topics=queries.topics_offered(),
        initial={
            "wording": wording.number,
            "channel": Channel.SPOKEN,
            "agreed_on": today,
            "until": today + OFFER_KEPT,
            "language": (get_language() or "hu")[:2],
        },
    )
    return form_page(
        request,
        form,
        lambda _said: actions.record_offer(
            process=process, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("New offer"),
        submit=_("Show it in the pool"),
        done=_("It is in the knowledge pool."),
        back=_page(process),
        trail=_trail(process),
    )


@door("processes.read_offers", get=queries.offer_named)
def offer(request: SignedInRequest, offer: Offer) -> HttpResponse:
    """Who it is and what was asked; looking at it leaves an audit line."""
    content = {
        "offer": offer,
        "process": offer.process,
        "person": actions.read_person(offer=offer, by=request.user, at=timezone.now()),
        "questions": queries.questions_of(offer),
        "trail": [*_trail(offer.process), (offer.what, "")],
    }
    return render(request, "processes/pool/record.html", content)


@door("processes.read_offers", get=queries.offer_named)
def revise_offer(request: SignedInRequest, offer: Offer) -> HttpResponse:
    return form_page(
        request,
        WhatForm(
            request.POST or None, topics=queries.topics_offered(offer.topic), initial=WhatForm.told(offer)
        ),
        lambda said: actions.revise_offer(offer=offer, **said, by=request.user, at=timezone.now()),
        heading=_("Change: %(offer)s") % {"offer": offer},
        submit=_("Save"),
        done=_("The offer is changed."),
        back=_record(offer),
        trail=_trail(offer.process),
    )


@door("processes.read_offers", get=queries.offer_named)
def revise_person(request: SignedInRequest, offer: Offer) -> HttpResponse:
    """Who it is, as it should be; that it was looked at is noted."""
    person = actions.read_person(offer=offer, by=request.user, at=timezone.now())
    return form_page(
        request,
        PersonForm(request.POST or None, initial=PersonForm.known(offer, person)),
        lambda said: actions.revise_person(
            offer=offer, draft=actions.PersonDraft(**said), by=request.user, at=timezone.now()
        ),
        heading=_("Who it is: %(offer)s") % {"offer": offer},
        submit=_("Save"),
        done=_("It is corrected."),
        back=_record(offer),
        trail=_trail(offer.process),
        intro=_("With another e-mail address the earlier link opens nothing any more; a letter with a new one goes to the new address."),
    )  # fmt: skip


@door("processes.read_offers", get=queries.offer_named)
def prolong_offer(request: SignedInRequest, offer: Offer) -> HttpResponse:
    wording = wording_asked(Purpose.POOL)
    initial = {
        "wording": wording.number,
        "channel": Channel.SPOKEN,
        "until": timezone.localdate() + OFFER_KEPT,
    }
    return form_page(
        request,
        ProlongForm(request.POST or None, asked=wording, initial=initial),
        lambda said: actions.prolong_offer(
            offer=offer,
            until=said["until"],
            wording=said["wording"],
            channel=said["channel"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("They go on: %(offer)s") % {"offer": offer},
        submit=_("Show it for longer"),
        done=_("It is shown for longer."),
        back=_record(offer),
        trail=_trail(offer.process),
    )


@door("processes.read_offers", get=queries.offer_named)
def withdraw_offer(request: SignedInRequest, offer: Offer) -> HttpResponse:
    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _said: actions.withdraw_offer(offer=offer, by=request.user, at=timezone.now()),
        heading=_("They take it back"),
        submit=_("Delete the offer"),
        done=_("The offer is deleted with all that was kept of the person."),
        back=_page(offer.process),
        trail=_trail(offer.process),
        intro=_("“%(offer)s” is gone from the pool at once, with name, address and questions.")
        % {"offer": offer},
        tone="danger",
    )


@door("processes.read_offers", get=queries.question_named)
def pass_on(request: SignedInRequest, question: PoolQuestion) -> HttpResponse:
    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _said: actions.pass_on(question=question, by=request.user, at=timezone.now()),
        heading=_("Passed on"),
        submit=_("It is passed on: delete the question"),
        done=_("The question is deleted."),
        back=_record(question.offer),
        trail=_trail(question.offer.process),
        intro=_("The person knows who asks, and where to answer."),
    )


def _page(process: Process) -> str:
    return reverse("processes:offers", args=[process.pk])


def _record(offer: Offer) -> str:
    return reverse("processes:offer", args=[offer.pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("Knowledge pool"), _page(process)))
