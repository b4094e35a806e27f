"""Before a letter leaves: how it looks, whom it reaches, how it arrives."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language, get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.work import later

from ..actions.composing import IssueRefused, choose_audience
from ..choices import IssueState, OmissionReason
from ..forms.letters import SegmentForm, TrialForm
from ..models import Issue, IssueText
from ..queries import SegmentRefused, audience_of
from ..queries import issues as letters
from ..queries.audience import confine
from ..rendering import Personal, Rendering
from ..rendering import render as rendered
from ..tasks import send_trial
from .addresses import as_page, site_address, tabs

A_PAGE = 50
LOOKS = ("wide", "phone", "dark", "plain")
BY_SCHEME = "(prefers-color-scheme: dark)"

# A letter brings its own look and nothing else: no script, no font, no picture from elsewhere, no form.
LETTER_POLICY = {
    "default-src": [CSP.NONE],
    "img-src": [CSP.SELF],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


@door("outreach.view_issue", get=letters.issue)
def preview(request: HttpRequest, issue: Issue) -> HttpResponse:
    """How it looks: `?language=`, `?look=` wide, phone, dark or plain."""
    text, look = _text_asked(request, issue), _look_asked(request)
    here = reverse("outreach:preview", kwargs={"pk": issue.pk})
    frame = reverse("outreach:preview_letter", kwargs={"pk": issue.pk})
    names = {
        "wide": pgettext("how a letter is looked at", "wide"),
        "phone": pgettext("how a letter is looked at", "on the phone"),
        "dark": pgettext("how a letter is looked at", "dark"),
        "plain": pgettext("how a letter is looked at", "plain text"),
    }
    made = _made(text)
    content = {
        "issue": issue,
        "text": text,
        "look": look,
        "subject": made.subject,
        "plain": Personal.nobody(language=text.language, base_url=site_address()).in_plain(made.plain)
        if look == "plain"
        else "",
        "frame": f"{frame}?language={text.language}&look={look}",
        "tabs": tabs(request, issue, "preview"),
        "looks": [(names[one], f"{here}?language={text.language}&look={one}", one == look) for one in LOOKS],
        "written": [
            (
                get_language_info(one.language)["name_translated"],
                f"{here}?language={one.language}&look={look}",
                one == text,
            )
            for one in issue.texts.all()
        ],
    }
    return render(request, "outreach/preview.html", content)


@door("outreach.view_issue", get=letters.issue)
@xframe_options_sameorigin
@csp_override(LETTER_POLICY)
def preview_letter(request: HttpRequest, issue: Issue) -> HttpResponse:
    """The HTML part alone, for the frame in the preview."""
    text, look = _text_asked(request, issue), _look_asked(request)
    html = Personal.nobody(language=text.language, base_url=site_address()).in_html(_made(text).html)
    return HttpResponse(as_page(html.replace(BY_SCHEME, "all" if look == "dark" else "not all")))


@door("outreach.change_issue", get=letters.issue)
def audience(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """Whom the letter is for, exactly how many get it, and who does not and why."""
    is_draft = issue.state == IssueState.DRAFT
    form = SegmentForm(request.POST or None, issue=issue) if is_draft else None
    at = timezone.now()
    if form is not None and form.is_valid():
        try:
            segment = confine(form.segment(), kind=issue.kind, by=request.user, at=at)
            choose_audience(issue=issue, segment=segment, by=request.user, at=at)
        except (IssueRefused, SegmentRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("outreach:audience", pk=issue.pk)
    content = {
        "issue": issue,
        "form": form,
        "tabs": tabs(request, issue, "audience"),
        **(_counted(request, issue) if is_draft else {"refused": "", "reached": None, "page": None}),
    }
    return render(request, "outreach/audience.html", content)


def _counted(request: SignedInRequest, issue: Issue) -> dict[str, Any]:
    try:
        found = audience_of(issue, by=request.user, at=timezone.now())
    except SegmentRefused as refusal:
        return {"refused": str(refusal), "reached": None, "page": None}
    reason = request.GET.get("reason", "")
    shown = [one for one in found.omissions if not reason or one.reason == reason]
    here = reverse("outreach:audience", kwargs={"pk": issue.pk})
    reasons = [(_("All who are left out"), f"{here}?#left-out", not reason)]
    reasons += [
        (f"{OmissionReason(one).label} ({number})", f"{here}?reason={one}#left-out", one == reason)
        for one, number in found.left_out()
    ]
    return {
        "refused": "",
        "reached": len(found),
        "left_out": len(found.omissions),
        "reasons": reasons,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
    }


@door("outreach.change_issue", get=letters.issue)
def trial(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """The letter as it will arrive, sent to oneself or to colleagues, and marked."""
    languages = [
        (text.language, get_language_info(text.language)["name_translated"]) for text in issue.texts.all()
    ]
    form = TrialForm(request.POST or None, languages=languages, initial={"addresses": request.user.email})
    if form.is_valid():
        testers = form.cleaned_data["addresses"]
        for tester in testers:
            later(
                send_trial, issue=str(issue.pk), language=form.cleaned_data["language"], user=str(tester.pk)
            )
        sent = ngettext(
            "The trial is on its way to %(n)s address.",
            "The trial is on its way to %(n)s addresses.",
            len(testers),
        )
        messages.success(request, sent % {"n": len(testers)})
        return redirect("outreach:issue", pk=issue.pk)
    content = {"issue": issue, "form": form, "tabs": tabs(request, issue, "trial")}
    return render(request, "outreach/trial.html", content)


def _made(text: IssueText) -> Rendering:
    """As sent, once it was; until then as it would be sent now."""
    if text.html:
        return Rendering(text.subject, text.html, text.plain)
    return rendered(text, base_url=site_address())


def _text_asked(request: HttpRequest, issue: Issue) -> IssueText:
    text = letters.text_in(issue, request.GET.get("language") or get_language() or "hu")
    if text is None:
        raise Http404
    return text


def _look_asked(request: HttpRequest) -> str:
    look = request.GET.get("look", LOOKS[0])
    return look if look in LOOKS else LOOKS[0]
