"""Writing letters: the list, one letter at a glance, its words, what is said around them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import composing
from ..actions.composing import BlocksRefused, ChangedMeanwhile, IssueRefused
from ..blocks import kinds
from ..checks import check
from ..choices import IssueState
from ..forms.composing import Composer, picture_title
from ..forms.letters import LetterForm
from ..models import Issue, IssueText
from ..queries import issues as letters
from ..rendering import words_of
from ..segments import Segment
from .addresses import site_address, tabs

A_PAGE = 30
LANGUAGES = ("hu", "en")


@door("outreach.compose")
def issues(request: SignedInRequest) -> HttpResponse:
    """Letters one may see, the latest first."""
    page = Paginator(letters.issues_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "outreach/issues.html", {"page": page})


@door("outreach.compose")
def start_issue(request: SignedInRequest) -> HttpResponse:
    """A letter begins: what it is and whose."""
    form = LetterForm(request.POST or None, user=request.user, day=timezone.localdate())
    if form.is_valid():
        reach = form.chosen_reach
        try:
            issue = composing.start_issue(
                draft=form.draft(),
                audience=reach.segment if reach else Segment(),
                pk=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
            )
        except IssueRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(writing_address(issue, "hu"))
    back = reverse("outreach:issues")
    return render(request, "outreach/start_issue.html", {"form": form, "back": back})


@door("outreach.view_issue", get=letters.issue)
def issue(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """One letter at a glance: how far it is, what the checks say, what can be done."""
    is_draft = issue.state == IssueState.DRAFT
    content = {
        "issue": issue,
        "tabs": tabs(request, issue, "issue"),
        "texts": list(issue.texts.all()),
        "findings": check(issue, base_url=site_address()) if is_draft else [],
        "is_draft": is_draft,
        "may_change": request.user.has_perm("outreach.change_issue", issue),
        "may_copy": request.user.has_perm("outreach.copy_issue", issue),
        "missing": [code for code in LANGUAGES if code not in {text.language for text in issue.texts.all()}],
        "write_url": reverse("outreach:write", kwargs={"pk": issue.pk}),
    }
    return render(request, "outreach/issue.html", content)


@door("outreach.change_issue", get=letters.issue)
def issue_settings(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """What is said of a letter apart from its words."""
    form = LetterForm(request.POST or None, instance=issue, user=request.user, day=timezone.localdate())
    if form.is_valid():
        try:
            composing.revise_issue(issue=issue, draft=form.draft(), by=request.user, at=timezone.now())
            if form.chosen_reach and issue.state == IssueState.DRAFT:
                composing.choose_audience(
                    issue=issue, segment=form.chosen_reach.segment, by=request.user, at=timezone.now()
                )
        except IssueRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("outreach:issue", pk=issue.pk)
    content = {"issue": issue, "form": form, "tabs": tabs(request, issue, "issue_settings")}
    return render(request, "outreach/issue_settings.html", content)


@door("outreach.change_issue", get=letters.issue)
def write(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """The words in one language. Every button keeps what was typed; nothing has to be right yet."""
    language = language_asked(request)
    if issue.state != IssueState.DRAFT:
        return redirect("outreach:issue", pk=issue.pk)
    text = next((one for one in issue.texts.all() if one.language == language), None)
    composer = Composer(
        text or IssueText(issue=issue, language=language), request.POST or None, request.FILES
    )
    conflict = None
    if request.method == "POST" and composer.is_valid():
        try:
            saved = _save(composer, issue, language, request.user)
        except ChangedMeanwhile as changed:
            conflict = changed
        except (IssueRefused, BlocksRefused) as refusal:
            composer.subject.add_error(None, str(refusal))
        else:
            return _after(request, composer, saved)
    return _composer_page(request, composer, issue, conflict)


def _save(composer: Composer, issue: Issue, language: str, by: User) -> IssueText:
    at = timezone.now()
    pictures = {
        form.block["id"]: composing.store_picture(
            title=picture_title(form, file), alt=form.cleaned_data["alt"], file=file, by=by, at=at
        )
        for form, file in composer.uploads
    }
    return composing.save_text(
        issue=issue,
        language=language,
        draft=composer.draft(pictures),
        seen=None if composer.deed[0] == "over" else composer.seen,
        by=by,
        at=at,
    )


def _after(request: HttpRequest, composer: Composer, saved: IssueText) -> HttpResponse:
    """Where one finds oneself: at the block just added or moved, in the preview, or where one was."""
    verb, what = composer.deed
    here = writing_address(saved.issue, saved.language)
    if verb == "preview":
        address = reverse("outreach:preview", kwargs={"pk": saved.issue_id})
        return redirect(f"{address}?language={saved.language}")
    if verb == "add" and saved.blocks:
        return redirect(f"{here}&at={saved.blocks[-1]['id']}#b-{saved.blocks[-1]['id']}")
    if verb in ("up", "down"):
        return redirect(f"{here}#b-{what}")
    if verb == "drop":
        return redirect(f"{here}#blocks")
    messages.success(request, _("Saved."))
    return redirect(here)


def _composer_page(
    request: SignedInRequest, composer: Composer, issue: Issue, conflict: ChangedMeanwhile | None
) -> HttpResponse:
    language = composer.text.language
    shown = composer.again() if request.method == "POST" else composer
    content: dict[str, Any] = {
        "issue": issue,
        "language": language,
        "language_name": get_language_info(language)["name_translated"],
        "tabs": tabs(request, issue, f"write:{language}"),
        "composer": shown,
        "errors": composer.subject,
        "kinds": list(kinds().values()),
        "newest": request.GET.get("at", ""),
        "conflict": conflict,
        "theirs": words_of(conflict.text, base_url=site_address()) if conflict else "",
        "who": letters.who_saved(conflict.line) if conflict else None,
        "is_second": len(issue.texts.all()) > 1,
    }
    return render(request, "outreach/write.html", content, status=409 if conflict else 200)


@door("outreach.change_issue", get=letters.issue)
@require_POST
def drop_text(request: SignedInRequest, issue: Issue) -> HttpResponse:
    try:
        composing.drop_text(
            issue=issue, language=request.POST.get("language", ""), by=request.user, at=timezone.now()
        )
    except IssueRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("outreach:issue", pk=issue.pk)


@door("outreach.copy_issue", get=letters.issue)
@require_POST
def copy_issue(request: SignedInRequest, issue: Issue) -> HttpResponse:
    made = composing.copy_issue(issue=issue, by=request.user, at=timezone.now())
    messages.success(request, _("This is a copy; the letter it was made from stays as it is."))
    return redirect("outreach:issue", pk=made.pk)


@door("outreach.change_issue", get=letters.issue)
def discard_issue(request: SignedInRequest, issue: Issue) -> HttpResponse:
    if request.method != "POST":
        return render(request, "outreach/discard_issue.html", {"issue": issue})
    try:
        composing.discard_issue(issue=issue, by=request.user, at=timezone.now())
    except IssueRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("outreach:issue", pk=issue.pk)
    messages.success(request, _("The letter was thrown away."))
    return redirect("outreach:issues")


@door("outreach.compose")
def suggest_pictures(request: HttpRequest) -> JsonResponse:
    found = letters.pictures_matching(request.GET.get("q", ""))
    results = [
        {"value": str(one.pk), "label": one.title, "note": f"{one.width} × {one.height}"} for one in found
    ]
    return JsonResponse({"results": results})


def language_asked(request: HttpRequest) -> str:
    language = request.GET.get("language", "hu")
    if language not in LANGUAGES:
        raise Http404
    return language


def writing_address(issue: Issue, language: str) -> str:
    return f"{reverse('outreach:write', kwargs={'pk': issue.pk})}?language={language}"
