"""Subscribing by a link that the address confirms, and one's own subscriptions. No GET changes anything: links are opened by scanners."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.throttle import network_of

from ..actions.consents import withdraw_consent
from ..actions.subscribing import (
    LINK_DAYS,
    LinkVoid,
    TooManyAsked,
    ask_to_subscribe,
    confirm_subscription,
    decline_subscription,
    erase_subscriber,
    revise_subscriptions,
    send_own_link,
    subscribe_member,
    waiting_opt_in,
)
from ..choices import SubscriberState, Withdrawal
from ..forms.subscribing import ConsentsForm, LeaveForm, OwnChoicesForm, OwnLinkForm, SubscribeForm
from ..models import Subscriber
from ..queries.own import own_data, subscriber_opened_by
from ..sealing import OWN_PAGE_DAYS, own_page_key


@door("outreach.subscribe")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter. What follows is the same whether the address is known here or not."""
    form = SubscribeForm(_with_language(request.POST) if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            ask_to_subscribe(
                email=said["email"],
                name=said["name"],
                language=said["language"],
                purposes=form.purposes(),
                wishes=form.wishes(),
                network=network_of(request),
                at=timezone.now(),
            )
        except TooManyAsked as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("outreach:subscribe_sent")
    return render(request, "outreach/subscribe.html", {"form": form})


@door("outreach.subscribe")
def subscribe_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/subscribe_sent.html", {"days": LINK_DAYS})


@door("outreach.subscribe")
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be confirmed; only the button confirms it."""
    try:
        if request.method == "POST":
            subscriber = confirm_subscription(token=token, network=network_of(request), at=timezone.now())
            messages.success(request, _("The subscription is confirmed. Welcome!"))
            return redirect("outreach:own", key=own_page_key(subscriber.pk, subscriber.email))
        opt_in = waiting_opt_in(token, timezone.now())
    except LinkVoid as refusal:
        return render(request, "outreach/link_void.html", {"refusal": refusal}, status=410)
    content = {"opt_in": opt_in, "texts": opt_in.texts.all(), "token": token}
    return render(request, "outreach/confirm.html", content)


@csrf_exempt  # RFC 8058: mail programs post here by themselves, without a cookie; the token is the seal
@door("outreach.subscribe")
@never_cache
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """“It was not me”: forget the wish. The answer is the same for any token."""
    if request.method == "POST":
        decline_subscription(token=token, at=timezone.now())
    return render(request, "outreach/decline.html", {"is_done": request.method == "POST"})


@door("outreach.subscribe")
def ask_own_link(request: HttpRequest) -> HttpResponse:
    """Send a link to one's own subscriptions; the answer does not tell whether the address is known."""
    form = OwnLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            send_own_link(
                email=form.cleaned_data["email"],
                language=get_language() or "hu",
                network=network_of(request),
                at=timezone.now(),
            )
        except TooManyAsked as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("If letters go to this address, a link to its subscriptions is on the way.")
            )
            return redirect("outreach:ask_own_link")
    return render(request, "outreach/ask_own_link.html", {"form": form, "days": OWN_PAGE_DAYS})


@door("outreach.own_subscriptions")
def mine(request: SignedInRequest) -> HttpResponse:
    """A member's own subscriptions: chosen anew on the same page that a link opens, or begun here."""
    user = request.user
    known = Subscriber.objects.filter(email=user.email.lower(), state=SubscriberState.ACTIVE).first()
    if (
        known is not None
        and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    ):
        return redirect("outreach:own", key=own_page_key(known.pk, known.email))
    form = ConsentsForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if form.is_valid():
        try:
            subscriber = subscribe_member(
                user=user,
                purposes=form.purposes(),
                wishes=form.wishes(),
                language=form.cleaned_data["language"],
                network=network_of(request),
                at=timezone.now(),
            )
        except TooManyAsked as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("outreach:mine" if subscriber else "outreach:subscribe_sent")
    return render(request, "outreach/mine.html", {"form": form, "email": user.email})


@door("outreach.open_by_link")
@never_cache
def own(request: HttpRequest, key: str) -> HttpResponse:
    """One's own choices and consents; whoever lacks a good key is offered a new link."""
    try:
        subscriber = subscriber_opened_by(key)
    except Subscriber.DoesNotExist:
        return render(request, "outreach/link_void.html", {"refusal": ""}, status=410)
    form = OwnChoicesForm(request.POST if request.method == "POST" else None, subscriber=subscriber)
    if form.is_valid():
        said = form.cleaned_data
        revise_subscriptions(
            subscriber=subscriber,
            name=said["name"],
            language=said["language"],
            wishes=form.wishes(),
            at=timezone.now(),
        )
        messages.success(request, _("The choices are saved."))
        return redirect("outreach:own", key=key)
    content = {
        "form": form,
        "subscriber": subscriber,
        "key": key,
        "consents": subscriber.consents.select_related("text"),
        "is_active": subscriber.state == SubscriberState.ACTIVE,
    }
    return render(request, "outreach/own.html", content)


@door("outreach.open_by_link")
@never_cache
def own_leave(request: HttpRequest, key: str) -> HttpResponse:
    """Take consents back, one or all."""
    subscriber = _or_404(key)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        withdraw_consent(
            subscriber=subscriber, purposes=form.purposes(), way=Withdrawal.PAGE, at=timezone.now()
        )
        messages.success(request, _("It is done: no more of these letters will come."))
        return redirect("outreach:own", key=key)
    trail = [(_("My subscriptions"), reverse("outreach:own", args=[key])), (_("Unsubscribe"), "")]
    return render(request, "outreach/own_leave.html", {"form": form, "key": key, "trail": trail})


@door("outreach.open_by_link")
@require_POST
def own_data_file(request: HttpRequest, key: str) -> HttpResponse:
    """All that is kept of the person, as a file."""
    answer = JsonResponse(own_data(_or_404(key)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="mentorhalo.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@door("outreach.open_by_link")
@never_cache
def own_erase(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then forget the person."""
    subscriber = _or_404(key)
    if request.method == "POST":
        erase_subscriber(subscriber=subscriber, at=timezone.now())
        messages.success(request, _("Your data is erased."))
        return redirect("outreach:subscribe")
    trail = [(_("My subscriptions"), reverse("outreach:own", args=[key])), (_("Erase my data"), "")]
    return render(request, "outreach/own_erase.html", {"key": key, "subscriber": subscriber, "trail": trail})


def _or_404(key: str) -> Subscriber:
    try:
        return subscriber_opened_by(key)
    except Subscriber.DoesNotExist:
        raise Http404 from None


def _with_language(posted: Mapping[str, Any]) -> Any:
    """The small form of other pages does not ask for the language: it is the page's."""
    if "language" in posted:
        return posted
    return {**posted.dict(), "language": get_language() or "hu"}  # type: ignore[attr-defined]
