"""The register of consents: who agreed to what, when, how, and with what proof."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import moment
from mentorhalo.partners.models import Contact
from mentorhalo.partners.queries import contact as contact_named

from ..actions.consents import ConsentRefused, note_export, record_contact_consent, withdraw_consent
from ..choices import Withdrawal
from ..exports import register_response
from ..forms.consents import ContactConsentForm, RegisterFilter
from ..models import Consent
from ..queries.register import consent as consent_named
from ..queries.register import consents_listed

A_PAGE = 50


@door("outreach.view_consents")
def consents(request: SignedInRequest) -> HttpResponse:
    """The register, searched and narrowed."""
    form = RegisterFilter(request.GET)
    text = request.GET.get("q", "")
    rows = consents_listed(text, **form.narrowing())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page,
        "form": form,
        "text": text,
        "asked": [(name, value) for name, value in request.GET.items() if name != "page"],
        "may_import": request.user.has_perm("outreach.import"),
    }
    return render(request, "outreach/consents.html", content)


@door("outreach.view_consents")
@require_POST
def export_consents(request: SignedInRequest) -> HttpResponse:
    """What the register shows, as a file; that it was taken stands in the audit."""
    form = RegisterFilter(request.POST)
    rows = consents_listed(request.POST.get("q", ""), **form.narrowing())
    note_export(by=request.user, lines=rows.count(), at=timezone.now())
    return register_response(rows.iterator(500), as_workbook=request.POST.get("format") == "xlsx")


@door("outreach.view_consents", get=consent_named)
def consent(request: SignedInRequest, consent: Consent) -> HttpResponse:
    """One line with the very text that was agreed to."""
    content = {
        "consent": consent,
        "facts": _facts(consent),
        "may_withdraw": consent.withdrawn_at is None and request.user.has_perm("outreach.manage_consents"),
        "trail": [(_("Register of consents"), reverse("outreach:consents")), (_("Consent"), "")],
    }
    return render(request, "outreach/consent.html", content)


@door("outreach.manage_consents", get=consent_named)
def withdraw(request: SignedInRequest, consent: Consent) -> HttpResponse:
    """The person asked the office to end it."""
    if request.method == "POST" and consent.subscriber is not None:
        withdraw_consent(
            subscriber=consent.subscriber,
            purposes=[consent.purpose],
            way=Withdrawal.OFFICE,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The consent is withdrawn: no more of these letters will go there."))
        return redirect("outreach:consent", pk=consent.pk)
    content = {
        "consent": consent,
        "trail": [
            (_("Register of consents"), reverse("outreach:consents")),
            (_("Consent"), reverse("outreach:consent", args=[consent.pk])),
            (_("Withdraw"), ""),
        ],
    }
    return render(request, "outreach/withdraw_consent.html", content)


@door("outreach.record_consent", get=contact_named)
def record_consent(request: SignedInRequest, contact: Contact) -> HttpResponse:
    """A contact agreed on paper to receive the mentor's letters."""
    form = ContactConsentForm(request.POST or None)
    if form.is_valid():
        try:
            record_contact_consent(
                contact=contact,
                given_at=form.given_at(),
                proof=form.cleaned_data["proof"],
                by=request.user,
                at=timezone.now(),
            )
        except ConsentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The consent stands in the register."))
            return redirect(f"partners:{contact.party.party_type}", pk=contact.party.pk)
    card = reverse(f"partners:{contact.party.party_type}", args=[contact.party.pk])
    trail = [(contact.party.name, card), (_("Consent to letters"), "")]
    return render(
        request,
        "outreach/record_consent.html",
        {"form": form, "contact": contact, "trail": trail, "back": card},
    )


def _facts(consent: Consent) -> list[tuple[str, str]]:
    subscriber = consent.subscriber
    told = [
        (_("E-mail address"), subscriber.email if subscriber else _("erased")),
        (_("Name"), subscriber.name if subscriber else ""),
        (_("For what"), str(consent.get_purpose_display())),
        (_("Given"), moment(timezone.localtime(consent.given_at))),
        (_("How it was given"), str(consent.get_channel_display())),
        (_("Proof"), consent.proof),
        (_("Hash of the network address"), consent.address_hash),
        (_("Taken over by"), str(consent.by) if consent.by else ""),
        (_("Entered"), moment(timezone.localtime(consent.recorded_at))),
        (_("Withdrawn"), moment(timezone.localtime(consent.withdrawn_at)) if consent.withdrawn_at else ""),
        (_("How it was withdrawn"), str(consent.get_withdrawn_by_display()) if consent.withdrawn_by else ""),
    ]
    return [(term, value) for term, value in told if value]
