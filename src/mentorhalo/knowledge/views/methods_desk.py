"""Where method cards are written and reviewed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.differences import compared
from mentorhalo.core.doors import door

from ..actions import methods as actions
from ..actions.methods import CardChanged, MethodRefused
from ..choices.methods import EDITABLE_STATES, CardLanguage, MethodState
from ..forms.methods import CardForm, NewMethodForm, ReviewForm, TopicsForm, VersionForm, WhyForm
from ..models.methods import Method, MethodVersion
from ..queries import methods as queries

TONES = {"draft": "neutral", "in_review": "info", "returned": "attention", "locked": "main"}


@door("knowledge.write_methods")
def desk(request: SignedInRequest) -> HttpResponse:
    """Every method with its versions; above them what waits for this person."""
    content = {
        "methods": queries.at_the_desk(),
        "to_review": queries.to_review(request.user),
        "returned": queries.returned_to(request.user),
        "tones": TONES,
        "card_languages": CardLanguage.choices,
    }
    return render(request, "knowledge/methods/desk.html", content)


@door("knowledge.write_methods")
def begin(request: SignedInRequest) -> HttpResponse:
    """A new method."""
    form = NewMethodForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            version = actions.begin_method(
                draft=form.draft(),
                language=said["language"],
                topics=[topic.pk for topic in said["topics"]],
                by=request.user,
                at=timezone.now(),
            )
        except MethodRefused as refusal:
            _show(form, refusal, instead="title")
        else:
            messages.success(request, _("The card is begun. Nobody but your colleagues read it yet."))
            return redirect("knowledge:method_version", pk=version.pk)
    trail = [*_trail(), (_("New method"), "")]
    return render(request, "knowledge/methods/new.html", {"form": form, "trail": trail})


@door("knowledge.write_methods", get=queries.any_method)
@require_POST
def begin_version(request: SignedInRequest, method: Method) -> HttpResponse:
    """The next version in a language, or the one that is being written already."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a language."))
        return redirect("knowledge:methods_desk")
    try:
        version = actions.begin_version(
            method=method, language=form.cleaned_data["language"], by=request.user, at=timezone.now()
        )
    except MethodRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:methods_desk")
    return redirect("knowledge:method_version", pk=version.pk)


@door("knowledge.write_methods", get=queries.version_named)
def version(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """A version as it stands: its words, what differs from the locked one, what reviewers said, what can be done."""
    before = queries.version_before(version)
    content = {
        "version": version,
        "tone": TONES.get(version.state, "neutral"),
        "before": before,
        "changes": queries.changes_between(before, version),
        "reviews": [
            {
                "review": one,
                "remarks": [(queries.part_name(part), words) for part, words in one.remarks.items()],
            }
            for one in version.reviews.select_related("reader").order_by("-decided_at", "-pk")
        ],
        "writers": list(version.writers.order_by("pk")),
        "may_edit": version.state in EDITABLE_STATES,
        "is_waiting": version.state == MethodState.IN_REVIEW,
        "may_review": version.state == MethodState.IN_REVIEW
        and request.user.has_perm("knowledge.review_method", version),
        "trail": _trail(version),
        "nothing": (),
    }
    return render(request, "knowledge/methods/version.html", content)


@door("knowledge.write_methods", get=queries.version_named)
def write(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The card's parts with the reviewer's remarks beside them; nobody's words are overwritten unseen."""
    if version.state not in EDITABLE_STATES:
        messages.info(
            request, _("This version cannot be changed now: it is being reviewed, or locked for good.")
        )
        return redirect("knowledge:method_version", pk=version.pk)
    form = CardForm(request.POST or None, initial={**version.said(), "seen": version.print_of_words()})
    differences: list[tuple[str, Any]] = []
    if form.is_valid():
        try:
            actions.write_version(
                version=version,
                draft=form.draft(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except CardChanged as refusal:
            form, differences = _beside_the_other(request, form, version)
            messages.error(request, str(refusal))
        except MethodRefused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The card is kept."))
            return redirect("knowledge:method_version", pk=version.pk)
    last = version.reviews.order_by("-decided_at", "-pk").first()
    remarks = last.remarks if last is not None and version.state == MethodState.RETURNED else {}
    content = {
        "version": version,
        "form": form,
        "rows": [{"field": form[part], "remark": remarks.get(part, "")} for part in MethodVersion.PARTS],
        "reason": last.reason if last is not None and remarks is last.remarks else "",
        "differences": differences,
        "trail": [*_trail(version, linked=True), (_("Write"), "")],
    }
    return render(request, "knowledge/methods/write.html", content)


@door("knowledge.write_methods", get=queries.version_named)
@require_POST
def hand_in(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    def act() -> None:
        actions.hand_in(version=version, by=request.user, at=timezone.now())

    return _acted(request, version, act, _("A reviewer who wrote nothing of it reads it now."))


@door("knowledge.write_methods", get=queries.version_named)
@require_POST
def take_back(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    def act() -> None:
        actions.take_back(version=version, by=request.user, at=timezone.now())

    return _acted(request, version, act, _("You can go on writing."))


@door("knowledge.write_methods", get=queries.version_named)
@require_POST
def discard(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    try:
        actions.discard_version(version=version, by=request.user, at=timezone.now())
    except MethodRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:method_version", pk=version.pk)
    messages.success(request, _("The version is thrown away."))
    return redirect("knowledge:methods_desk")


@door("knowledge.review_method", get=queries.version_named)
def review(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The reviewer's page: exactly what changed since the last locked version, a remark for each part, the verdict."""
    if version.state != MethodState.IN_REVIEW:
        messages.info(request, _("This version is not with a reviewer any more."))
        return redirect("knowledge:method_version", pk=version.pk)
    seen = version.print_of_words()
    form = ReviewForm(request.POST or None, initial={"seen": seen})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.decide_method_review(
                version=version,
                verdict=said["verdict"],
                reason=said["reason"],
                remarks=form.remarks(),
                seen=said["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except CardChanged as refusal:
            form = ReviewForm(_with_seen(request, queries.version_named(version.pk)))
            messages.error(request, str(refusal))
        except MethodRefused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Your verdict is kept, and those who wrote it get a letter."))
            return redirect("knowledge:methods_desk")
    before = queries.version_before(version)
    changes = {one.name: one for one in queries.changes_between(before, version)}
    content = {
        "version": version,
        "before": before,
        "form": form,
        "rows": [
            {"name": name, "change": changes.get(name), "field": form[f"remark_{part}"]}
            for part in MethodVersion.PARTS
            if (name := queries.part_name(part)) in changes
        ],
        "trail": [*_trail(version, linked=True), (_("Review"), "")],
    }
    return render(request, "knowledge/methods/review.html", content)


@door("knowledge.write_methods", get=queries.any_method)
def topics(request: SignedInRequest, method: Method) -> HttpResponse:
    """What a method is about: it is found by that."""
    form = TopicsForm(
        request.POST or None, initial={"topics": list(method.topics.values_list("pk", flat=True))}
    )
    if form.is_valid():
        chosen = [topic.pk for topic in form.cleaned_data["topics"]]
        actions.set_method_topics(method=method, topics=chosen, by=request.user, at=timezone.now())
        messages.success(request, _("The topics are kept."))
        return redirect("knowledge:methods_desk")
    content = {"form": form, "method": method, "trail": [*_trail(), (_("Topics"), "")]}
    return render(request, "knowledge/methods/topics.html", content)


@door("knowledge.withdraw_method", get=queries.any_method)
def withdraw(request: SignedInRequest, method: Method) -> HttpResponse:
    """Take a method out of public sight."""
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_method(
                method=method, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except MethodRefused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Nobody else reads it any more; its address says that it was here."))
            return redirect("knowledge:methods_desk")
    content = {
        "form": form,
        "method": method,
        "trail": [
            *_trail(),
            (method.code, reverse("knowledge:method", args=[method.code])),
            (_("Withdraw"), ""),
        ],
    }
    return render(request, "knowledge/methods/withdraw.html", content)


@door("knowledge.withdraw_method", get=queries.any_method)
@require_POST
def offer_again(request: SignedInRequest, method: Method) -> HttpResponse:
    try:
        actions.offer_method_again(method=method, by=request.user, at=timezone.now())
    except MethodRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Everybody reads it again."))
    return redirect("knowledge:method", code=method.code)


def _beside_the_other(
    request: SignedInRequest, form: CardForm, version: MethodVersion
) -> tuple[CardForm, list[tuple[str, Any]]]:
    """What was typed stays in the form; what the other wrote is shown beside it, and the next saving knows of it."""
    standing = queries.version_named(version.pk)
    typed = form.cleaned_data
    differences = [
        (queries.part_name(part), compared(words, typed[part]))
        for part, words in standing.said().items()
        if words != typed[part]
    ]
    return CardForm(_with_seen(request, standing)), differences


def _with_seen(request: SignedInRequest, version: MethodVersion) -> Any:
    data = request.POST.copy()
    data["seen"] = version.print_of_words()
    return data


def _acted(
    request: SignedInRequest, version: MethodVersion, act: Callable[[], None], words: str
) -> HttpResponse:
    """Do it and say so, or say why not; back to the version in both cases."""
    try:
        act()
    except MethodRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("knowledge:method_version", pk=version.pk)


def _show(form: forms.Form, refusal: MethodRefused, *, instead: str = "") -> None:
    field = refusal.field if refusal.field in form.fields else instead
    form.add_error(field if field in form.fields else None, str(refusal))


def _trail(version: MethodVersion | None = None, *, linked: bool = False) -> list[tuple[str, str]]:
    trail = [(_("Method cards"), reverse("knowledge:methods_desk"))]
    if version is not None:
        here = reverse("knowledge:method_version", args=[version.pk]) if linked else ""
        trail.append((version.title, here))
    return trail
