"""The knowledge pool for everybody: what is taught where, a question that the mentor passes on, one's own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of
from mentorhalo.territory.queries import county_choices

from .. import actions
from ..actions import ProcessRefused
from ..actions.pool import OFFER_KEPT
from ..choices import Channel, Purpose
from ..forms.pool import OwnConsentForm, QuestionForm
from ..keys import offer_key, offer_of
from ..models import Offer
from ..queries import pool as queries
from ..queries.interviews import wording_asked
from .parts import show_refusal

A_PAGE = 30
QUESTIONS_AN_HOUR = 10  # of one network address


@door("processes.see_pool")
def pool(request: HttpRequest) -> HttpResponse:
    """Who can teach what, by topic, place and words."""
    today = timezone.localdate()
    counties, topics = dict(county_choices()), queries.topics_there(today)
    asked = {
        "text": request.GET.get("q", ""),
        "county": _known(request.GET.get("county", ""), counties),
        "settlement": _code(request.GET.get("settlement", "")),
        "topic": _known(request.GET.get("topic", ""), {one.code for one in topics}),
    }
    rows = queries.public_offers(today, **asked)
    content = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "counties": counties,
        "topics": topics,
        "asked": asked,
        "is_narrowed": any(asked.values()),
    }
    return _private(render(request, "processes/pool/pool.html", content))


@door("processes.see_pool", get=lambda pk: queries.public_offer(pk, timezone.localdate()))
def pool_offer(request: HttpRequest, offer: Offer) -> HttpResponse:
    """One offer, and the question to whoever makes it; the mentor passes it on, no address is shown to anybody."""
    form = QuestionForm(request.POST or None)
    if form.is_valid() and _is_heard(request, form):
        try:
            actions.ask_for_offer(offer=offer, draft=form.draft(), at=timezone.now())
        except ProcessRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your question is with the mentor, who passes it on."))
            return redirect("processes:pool")
    content = {
        "offer": offer,
        "form": form,
        "trail": [(_("Knowledge pool"), reverse("processes:pool")), (offer.what, "")],
    }
    return _private(render(request, "processes/pool/offer.html", content))


@never_cache
@door("processes.use_link", get=offer_of)
def own_offer(request: HttpRequest, offer: Offer) -> HttpResponse:
    """The person's own page, by the link of the letter: what is shown, agreed to for another year."""
    today = timezone.localdate()
    wording, until = wording_asked(Purpose.POOL), today + OFFER_KEPT
    form = OwnConsentForm(request.POST or None, asked=wording, initial={"wording": wording.number})
    if form.is_valid():
        try:
            actions.prolong_offer(
                offer=offer,
                until=until,
                wording=form.cleaned_data["wording"],
                channel=Channel.OWN,
                by=None,
                at=timezone.now(),
            )
        except ProcessRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you: it is shown for another year."))
            return redirect(request.path)
    content = {"offer": offer, "form": form, "until": until, "key": offer_key(offer)}
    return render(request, "processes/pool/own.html", content)


@never_cache
@door("processes.use_link", get=offer_of)
def withdraw_own_offer(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Opening it changes nothing: taken back is only what is sent."""
    if request.method == "POST":
        actions.withdraw_offer(offer=offer, by=None, at=timezone.now())
        messages.success(
            request, _("It is taken back: what you offered is deleted with your name and address.")
        )
        return redirect("processes:pool")
    return render(request, "processes/pool/withdraw.html", {"offer": offer})


def _code(text: str) -> str:
    """Of a settlement: five digits, or nothing."""
    return text if len(text) == 5 and text.isascii() and text.isdigit() else ""


@never_cache
@door("processes.use_link", get=offer_of)
@require_POST
def hide_own_name(request: HttpRequest, offer: Offer) -> HttpResponse:
    """What they teach stays, the name goes."""
    try:
        actions.hide_name(offer=offer, by=None, at=timezone.now())
    except ProcessRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("processes:pool")
    messages.success(request, _("Your name is not shown any more."))
    return redirect("processes:own_offer", key=offer_key(offer))


def _known(code: str, codes: object) -> str:
    return code if code in codes else ""  # type: ignore[operator]


def _is_heard(request: HttpRequest, form: QuestionForm) -> bool:
    if is_within("pool", network_of(request), most=QUESTIONS_AN_HOUR, seconds=3600):
        return True
    form.add_error(None, _("There were many questions from here just now. Please try again in an hour."))
    return False


def _private(response: HttpResponse) -> HttpResponse:
    """People are named here as long as they agree: no search engine, no cache keeps it longer."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
