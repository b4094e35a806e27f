"""The desk of the good practices: what waits for whom, one version with all that happened to it, writing it down."""

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import practices as actions
from ..choices import PracticeState
from ..completeness import missing_in
from ..forms.practices import PracticeForm, TranslationForm
from ..models import PracticeVersion
from ..queries import practice_work as queries
from ..queries.practice_facts import facts_of
from ..queries.practice_photos import photos_of
from .practice_parts import acted, show_refusal, to_version, trail_of


@door("knowledge.practice_desk")
def work_list(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, and all they may open."""
    user = request.user
    state = request.GET.get("state", "")
    state = state if state in PracticeState.values else ""
    page, rows = queries.work_page(queries.seen_by(user, state), request.GET.get("page"))
    waiting = [
        (_("To check"), queries.work_page(queries.to_check(user), None)[1]),
        (_("To review"), queries.work_page(queries.to_review(user), None)[1]),
        (_("To publish"), queries.work_page(queries.to_publish(user), None)[1]),
        (
            _("Returned to you, or still being written"),
            queries.work_page(
                queries.own_versions(user).filter(state__in=(PracticeState.DRAFT, PracticeState.RETURNED)),
                None,
            )[1],
        ),
    ]
    content = {
        "waiting": [(heading, found) for heading, found in waiting if found],
        "page": page,
        "rows": rows,
        "state": state,
        "states": [choice for choice in PracticeState.choices if choice[0] != PracticeState.UNCONFIRMED],
        "may_propose": user.has_perm("knowledge.propose_practice"),
        "may_manage": user.has_perm("knowledge.manage_practices"),
    }
    return render(request, "knowledge/practices/work_list.html", content)


@door("knowledge.view_version", get=queries.version)
def work(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """One version: its words in each language beside each other, its way so far, and what this person may do."""
    user, practice = request.user, version.practice
    texts = queries.texts_of(version)
    state = PracticeState(version.state)
    may_check = user.has_perm("knowledge.check_version", version)
    content = {
        "version": version,
        "practice": practice,
        "title": texts[0].title if texts else practice.code,
        "texts": [(text, queries.narrative_of(text)) for text in texts],
        "other_languages": [(code, name) for code, name in settings.LANGUAGES if code != version.language],
        "missing": missing_in(version)
        if state in (PracticeState.DRAFT, PracticeState.RETURNED, PracticeState.PROPOSED)
        else [],
        "facts": facts_of(version),
        "moves": queries.moves_of(version),
        "reviews": queries.reviews_of(version),
        "consents": queries.consents_of(version),
        "photos": photos_of(practice),
        "may_tend_photos": user.has_perm("knowledge.tend_photos", version),
        "others": [one for one in practice.versions.order_by("number") if one.pk != version.pk],
        "may_write": user.has_perm("knowledge.write_version", version),
        "may_propose": state in (PracticeState.DRAFT, PracticeState.RETURNED)
        and user.has_perm("knowledge.write_version", version),
        "may_check": may_check and state == PracticeState.PROPOSED,
        "may_ask_again": may_check and state == PracticeState.CHECKED,
        "may_return": may_check and state in (PracticeState.PROPOSED, PracticeState.CHECKED),
        "may_review": state in (PracticeState.CONSENTED, PracticeState.IN_REVIEW)
        and user.has_perm("knowledge.review_version", version),
        "may_publish": state == PracticeState.ACCEPTED
        and user.has_perm("knowledge.publish_version", version),
        "may_withdraw": version.state in PRE_PUBLIC and user.has_perm("knowledge.withdraw_version", version),
        "may_renew": practice.public_version_id == version.pk
        and user.has_perm("knowledge.renew_version", version),
        "may_manage": user.has_perm("knowledge.manage_practices"),
        "is_public": practice.public_version_id is not None,
        "trail": trail_of(version),
    }
    return render(request, "knowledge/practices/work.html", content)


PRE_PUBLIC = (
    PracticeState.DRAFT,
    PracticeState.PROPOSED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
    PracticeState.IN_REVIEW,
    PracticeState.RETURNED,
    PracticeState.ACCEPTED,
)


@door("knowledge.propose_practice")
def new(request: SignedInRequest) -> HttpResponse:
    """A mentor begins to write one down; it is kept as a draft until it is handed in."""
    form = PracticeForm(request.POST or None, initial={"language": "hu"})
    if form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        try:
            version = actions.begin_practice(key=key, draft=form.draft(), by=request.user, at=timezone.now())
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept as a draft. Look at what is missing, then hand it in."))
            return to_version(version)
    content = {
        "form": form,
        "heading": _("Write a good practice down"),
        "submit": _("Keep as a draft"),
        "draft_key": "practice-new",
        "back": reverse("knowledge:work_list"),
        "trail": [(_("Practices in work"), reverse("knowledge:work_list")), (_("Write one down"), "")],
        "remarks": [],
    }
    return render(request, "knowledge/practices/write.html", content)


@door("knowledge.write_version", get=queries.version)
def write(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """Mend it. Who saves on top of somebody else's words is told, and loses nothing."""
    form = PracticeForm(
        request.POST or None,
        version=version,
        initial=PracticeForm.of(version, queries.text_of(version)),
    )
    if form.is_valid():
        try:
            actions.revise_version(
                version=version,
                draft=form.draft(),
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
                allowed=(
                    PracticeState.DRAFT,
                    PracticeState.RETURNED,
                    PracticeState.PROPOSED,
                    PracticeState.CHECKED,
                ),
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept."))
            return to_version(version)
    content = {
        "form": form,
        "heading": _("Mend the description"),
        "submit": _("Keep"),
        "draft_key": f"practice-{version.pk}",
        "back": reverse("knowledge:work", args=[version.pk]),
        "trail": trail_of(version, _("Mend")),
        "remarks": [
            (form.fields[name].label, said)
            for name, said in queries.remarks_of(version).items()
            if name in form.fields
        ],
    }
    return render(request, "knowledge/practices/write.html", content)


@door("knowledge.write_version", get=queries.version)
def translate(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """The words in another language (`?language=en`), each beside its original."""
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES) or language == version.language:
        raise Http404
    original, present = queries.text_of(version), queries.text_of(version, language)
    initial = {name: getattr(present, name) for name in ("title", "summary", *present.NARRATIVE)}
    form = TranslationForm(request.POST or None, original=original, initial=initial)
    if form.is_valid():
        try:
            actions.translate_version(
                version=version,
                language=language,
                words=form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The translation is kept."))
            return to_version(version)
    content = {
        "version": version,
        "form": form,
        "pairs": [(getattr(original, name), form[name]) for name in form.fields],
        "draft_key": f"practice-{version.pk}-{language}",
        "back": reverse("knowledge:work", args=[version.pk]),
        "trail": trail_of(version, _("Translation")),
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
    }
    return render(request, "knowledge/practices/translate.html", content)


@door("knowledge.write_version", get=queries.version)
@require_POST
def propose(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    return acted(
        request,
        version,
        lambda: actions.propose_version(version=version, by=request.user, at=timezone.now()),
        _("It is handed in: the county's group makes the first check."),
    )


@door("knowledge.view_version", get=queries.version)
def compare(request: HttpRequest, version: PracticeVersion) -> HttpResponse:
    """What changed since an earlier version (`?with=1`), the one before by default."""
    chosen = request.GET.get("with", "")
    others = version.practice.versions.exclude(pk=version.pk)
    before = (
        others.filter(number=int(chosen)).first()
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 5
        else others.filter(number__lt=version.number).order_by("-number").first()
    )
    if before is None:
        raise Http404
    before.practice = version.practice
    content = {
        "version": version,
        "before": before,
        "parts": queries.comparison(before, version),
        "trail": trail_of(version, _("What changed")),
    }
    return render(request, "knowledge/practices/compare.html", content)


@door("knowledge.renew_version", get=queries.public_version_of)
@require_POST
def renew(request: SignedInRequest, public: PracticeVersion) -> HttpResponse:
    """Begin a new version of a published practice."""
    try:
        version = actions.begin_new_version(practice=public.practice, by=request.user, at=timezone.now())
    except actions.PracticeRefused as refusal:
        messages.error(request, str(refusal))
        return to_version(public)
    messages.success(
        request, _("The new version begins with the words of the public one, which stays public meanwhile.")
    )
    return redirect("knowledge:write", pk=version.pk)
