"""Without an account: offering a practice, following it, and what an institution does by its link. Opening a page changes nothing."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from ..actions import practices as actions
from ..choices import PracticeState
from ..completeness import missing_in
from ..forms.practice_deeds import ReasonForm
from ..forms.practices import ConsentForm, OfferForm, PracticeForm
from ..keys import consent_by, consent_key, offer_key, practice_offered_by
from ..models import Consent, Practice
from ..queries import practice_work as queries
from ..queries.practice_facts import facts_of
from ..queries.practice_links import consent_text, offered_version
from ..queries.practice_photos import photos_of
from .practice_parts import show_refusal

OFFERS_AN_HOUR = 20  # of one network address: a whole office may stand behind it
INSTITUTION_MENDS = (PracticeState.CHECKED,)
OFFERER_MENDS = (PracticeState.UNCONFIRMED, PracticeState.RETURNED)


@door("knowledge.offer_practice")
def offer(request: HttpRequest) -> HttpResponse:
    """Anybody offers a practice; a letter confirms it."""
    form = OfferForm(request.POST or None)
    if form.is_valid() and _is_heard(request, form):
        said = form.cleaned_data
        try:
            actions.offer_practice(
                key=said["key"] or uuid4(),
                draft=form.draft(),
                name=said["offered_by_name"],
                email=said["offered_by_email"],
                at=timezone.now(),
            )
        except actions.PracticeRefused as refusal:
            field = "offered_by_email" if refusal.field == "email" else refusal.field
            show_refusal(form, actions.PracticeRefused(str(refusal), field=field))
        else:
            return redirect("knowledge:offer_sent")
    return render(request, "knowledge/practices/offer.html", {"form": form})


@door("knowledge.offer_practice")
def offer_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/practices/offer_sent.html")


@never_cache
@door("knowledge.open_practice_link", get=practice_offered_by)
def offered(request: HttpRequest, practice: Practice) -> HttpResponse:
    """Who offered it sees where it stands, and mends it where it was returned."""
    version = offered_version(practice)
    may_mend = version.state in OFFERER_MENDS
    text = queries.text_of(version)
    form = PracticeForm(request.POST or None, version=version, initial=PracticeForm.of(version, text))
    if may_mend and form.is_valid():
        try:
            actions.revise_version(
                version=version,
                draft=form.draft(),
                seen=form.cleaned_data["seen"] or 0,
                by=None,
                by_name=practice.offered_by_name,
                at=timezone.now(),
                allowed=OFFERER_MENDS,
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept."))
            return redirect("knowledge:offered", key=offer_key(practice))
    content = {
        "practice": practice,
        "version": version,
        "key": offer_key(practice),
        "text": text,
        "form": form if may_mend else None,
        "is_unconfirmed": version.state == PracticeState.UNCONFIRMED,
        "is_returned": version.state == PracticeState.RETURNED,
        "may_withdraw": version.state in MAY_WITHDRAW,
        "remarks": list(queries.remarks_of(version).items()),
        "missing": missing_in(version) if may_mend else [],
        "draft_key": f"practice-{version.pk}",
    }
    return render(request, "knowledge/practices/offered.html", content)


MAY_WITHDRAW = (
    PracticeState.UNCONFIRMED,
    PracticeState.PROPOSED,
    PracticeState.RETURNED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
)


@door("knowledge.open_practice_link", get=practice_offered_by)
@require_POST
def offered_deed(request: HttpRequest, practice: Practice) -> HttpResponse:
    """Confirm it, hand it in again, or take it back."""
    deed, at = request.POST.get("deed"), timezone.now()
    version = offered_version(practice)

    def act() -> str:
        if deed == "confirm":
            actions.confirm_offer(practice=practice, at=at)
            return _("Thank you: the county's mentors look at it next.")
        if deed == "propose":
            actions.propose_version(version=version, by=None, by_name=practice.offered_by_name, at=at)
            return _("It is handed in again.")
        actions.withdraw_version(version=version, reason="", by=None, by_name=practice.offered_by_name, at=at)
        return _("It is withdrawn.")

    return _done(request, act, redirect("knowledge:offered", key=offer_key(practice)))


@never_cache
@door("knowledge.open_practice_link", get=consent_by)
def consent(request: HttpRequest, consent: Consent) -> HttpResponse:
    """The institution's page: read, mend, agree; later confirm each year or take the consent back."""
    version = consent.version
    is_open = (
        consent.given_at is None
        and version.state == PracticeState.CHECKED
        and consent.expires_at > timezone.now()
    )
    agreed_to = consent_text(timezone.localdate())
    form = ConsentForm(request.POST or None, initial={"seen": version.seen, "wording": agreed_to.number})
    if is_open and form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_consent(
                consent=consent,
                name=said["name"],
                role=said["role"],
                wording=said["wording"],
                seen=said["seen"],
                at=timezone.now(),
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
            form.show_anew(seen=version.seen, wording=agreed_to.number)
        else:
            messages.success(request, _("Thank you. A field editor reads it next; we shall write."))
            return redirect("knowledge:consent", key=consent_key(consent))
    text = queries.text_of(version)
    is_given = consent.given_at is not None and consent.withdrawn_at is None
    content = {
        "consent": consent,
        "key": consent_key(consent),
        "practice": version.practice,
        "version": version,
        "text": text,
        "facts": facts_of(version),
        "narrative": queries.narrative_of(text),
        "is_confirmed_today": version.practice.confirmed_on == timezone.localdate()
        and version.practice.published_on != version.practice.confirmed_on,
        "photos": [photo for photo in photos_of(version.practice) if photo.is_showable],
        "form": form if is_open else None,
        "agreed_to": (consent.text or agreed_to).text,
        "missing": missing_in(version) if is_open else [],
        "is_given": is_given,
        "may_confirm": is_given and version.practice.public_version_id == version.pk,
        "withdraw_form": ReasonForm(
            auto_id="withdraw_%s", label=_("Why? (you need not say)"), required=False
        ),
    }
    return render(request, "knowledge/practices/consent.html", content)


@never_cache
@door("knowledge.open_practice_link", get=consent_by)
def consent_mend(request: HttpRequest, consent: Consent) -> HttpResponse:
    """The institution completes and corrects the description before it agrees."""
    version = consent.version
    back = redirect("knowledge:consent", key=consent_key(consent))
    if consent.given_at is not None or version.state not in INSTITUTION_MENDS:
        return back
    form = PracticeForm(
        request.POST or None, version=version, initial=PracticeForm.of(version, queries.text_of(version))
    )
    if form.is_valid():
        try:
            actions.revise_version(
                version=version,
                draft=form.draft(),
                seen=form.cleaned_data["seen"] or 0,
                by=None,
                by_name=version.practice.institution_name[:150],
                at=timezone.now(),
                allowed=INSTITUTION_MENDS,
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept. Please read it once more, then agree."))
            return back
    content = {
        "form": form,
        "heading": _("Complete and correct the description"),
        "submit": _("Keep"),
        "draft_key": f"practice-{version.pk}",
        "back": back.url,
        "trail": [],
        "remarks": [],
    }
    return render(request, "knowledge/practices/write.html", content)


@door("knowledge.open_practice_link", get=consent_by)
@require_POST
def consent_deed(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Confirm for another year, or take the consent back."""
    deed, at = request.POST.get("deed"), timezone.now()

    def act() -> str:
        if deed == "confirm":
            actions.confirm_practice(consent=consent, at=at)
            return _("Thank you: confirmed for another year.")
        reason = request.POST.get("reason", "")[:1000]
        actions.withdraw_consent(consent=consent, reason=reason, by=None, at=at)
        return _("The consent is taken back: nobody else can read the description any more.")

    return _done(request, act, redirect("knowledge:consent", key=consent_key(consent)))


def _done(request: HttpRequest, act: Callable[[], str], answer: Any) -> HttpResponse:
    try:
        messages.success(request, act())
    except actions.PracticeRefused as refusal:
        messages.error(request, str(refusal))
    return answer


def _is_heard(request: HttpRequest, form: OfferForm) -> bool:
    heard = is_within("knowledge.offer", network_of(request), most=OFFERS_AN_HOUR, seconds=3600)
    if not heard:
        form.add_error(
            None, _("Much came from your network just now. Please send it again later; nothing was lost.")
        )
    return heard
