"""The inbox of those who write, review and teach, and what they do from there."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core import door_codes
from mentorhalo.core.doors import door
from mentorhalo.core.ids import known_ids

from .. import actions
from ..forms.work import BeginForm, HandInForm, MakeUpForm, OpinionForm, WriteForm
from ..models import Material, MaterialVersion, Module, Session
from ..queries import courses as queries
from ..queries import materials
from .pages import Trail, done, form_page


@door("training.work")
def work(request: SignedInRequest) -> HttpResponse:
    """What one writes, reviews and teaches, each with its deadline."""
    user, now = request.user, timezone.now()
    content = {
        "to_write": materials.to_write(user),
        "written": materials.written_by(user),
        "to_review": materials.to_review(user),
        "to_teach": queries.sessions_to_teach(user, now),
        "today": timezone.localdate(now),
        "now": now,
    }
    return render(request, "training/work.html", content)


@door("training.teach", get=queries.session)
def sheet(request: SignedInRequest, session: Session) -> HttpResponse:
    """A tick for each who was there."""
    if request.method == "POST":

        def deed() -> str:
            present = _ids(request.POST.getlist("there"))
            shown = _ids(request.POST.getlist("shown"))
            actions.mark_presence(
                session=session, present=present, shown=shown, by=request.user, at=timezone.now()
            )
            return _("The list is kept.")

        return done(request, deed, _sheet(session))
    there = {one.enrolment_id: one for one in session.presences.all()}
    learners = list(session.cohort.enrolments.enrolled())
    rows = [(one, there.get(one.pk)) for one in learners]
    count, done_by = materials.gone_through(learners, session.cohort.version_id)
    content = {
        "session": session,
        "rows": rows,
        "progress": [(one, done_by[one.pk]) for one in learners],
        "material_count": count,
        "may_close": not session.is_held and session.ends_at <= timezone.now(),
        "may_make_up": session.is_held and any(presence is None for _one, presence in rows),
        "is_today": session.on == timezone.localdate(),
        "trail": [*_inbox(), (_("Who was there"), "")],
        "nothing": (),
    }
    return render(request, "training/sheet.html", content)


@never_cache
@door("training.teach", get=queries.session)
def door_code(request: SignedInRequest, session: Session) -> HttpResponse:
    """The code to put on a screen; the part that changes is asked for anew by htmx."""
    code = door_codes.code_at(session.pk, timezone.now())
    address = f"{settings.SITE_URL}{reverse('training:arrive', args=[session.pk, code])}"
    content = {
        "session": session,
        "picture": door_codes.as_picture(address),
        "is_today": session.on == timezone.localdate(),
        "trail": [*_inbox(), (_("Who was there"), _sheet(session)), (_("Code for those who arrive"), "")],
    }
    template = "training/door.html#code" if request.headers.get("HX-Request") else "training/door.html"
    return render(request, template, content)


@door("training.teach", get=queries.session)
@require_POST
def hold(request: SignedInRequest, session: Session) -> HttpResponse:
    def deed() -> str:
        actions.hold_session(session=session, by=request.user, at=timezone.now())
        return _("The list is closed: the hours count.")

    return done(request, deed, _sheet(session))


@door("training.teach", get=queries.session)
def make_up(request: SignedInRequest, session: Session) -> HttpResponse:
    form = MakeUpForm(request.POST or None, session=session)

    def deed() -> str:
        actions.make_up(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("The hours are made up for.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Hours made up for"),
        submit=_("Save"),
        back=_sheet(session),
        trail=[*_inbox(), (_("Who was there"), _sheet(session))],
    )


@door("training.develop", get=queries.module)
def begin(request: SignedInRequest, module: Module) -> HttpResponse:
    form = BeginForm(request.POST or None)
    if form.is_valid():
        version = actions.begin_material(
            module=module, title=form.cleaned_data["title"], by=request.user, at=timezone.now()
        )
        return redirect("training:write", pk=version.pk)
    return form_page(
        request,
        form,
        str,
        heading=_("New material"),
        submit=_("Begin it"),
        back=reverse("training:work"),
        trail=_inbox(),
        intro=str(module),
    )


@door("training.view_material", get=materials.material)
def material(request: SignedInRequest, material: Material) -> HttpResponse:
    """Every version with who wrote and who accepted it."""
    versions = materials.versions_of(material)
    newest = versions[0]
    roles = materials.roles_in(request.user, material.module)
    is_settled = newest.state in materials.SETTLED
    content = {
        "material": material,
        "versions": versions,
        "newest": newest,
        "may_write": "author" in roles and newest.state in ("draft", "revision"),
        "may_begin": "author" in roles and is_settled,
        "may_review": request.user.has_perm("training.review", newest),
        "may_manage": request.user.has_perm("training.manage"),
        "trail": [*_inbox(), (material.title, "")],
    }
    return render(request, "training/material.html", content)


@door("training.write", get=materials.version)
def write(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    form = WriteForm(request.POST or None, request.FILES or None, version=version)
    opinion = version.opinions.last()

    def deed() -> str:
        said = form.cleaned_data
        actions.write_material(
            version=version,
            text=said["text"],
            video_url=said["video_url"],
            upload=said["file"],
            by=request.user,
            at=timezone.now(),
        )
        return _("It is kept. Hand it in when it is ready.")

    return form_page(
        request,
        form,
        deed,
        heading=version.material.title,
        submit=_("Save"),
        back=_material(version),
        trail=_inbox(),
        intro=_("What the reviewer said: %(opinion)s") % {"opinion": opinion.text} if opinion else "",
    )


@door("training.write", get=materials.version)
def hand_in(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    reviewers = [
        one for one in materials.reviewers_of(version.material.module) if one.pk != version.author_id
    ]
    form = HandInForm(request.POST or None, reviewers=reviewers)

    def deed() -> str:
        actions.hand_in(
            version=version,
            reviewer=form.chosen(),
            due_on=form.cleaned_data["due_on"],
            by=request.user,
            at=timezone.now(),
        )
        return _("It is with the reviewer.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Hand in for review"),
        submit=_("Hand in"),
        back=_material(version),
        trail=_of_material(version),
        intro="" if reviewers else _("This module has no reviewer yet. Ask the office."),
    )


@door("training.review", get=materials.version)
def review(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    """Exactly what changed since the last accepted version, and the opinion to be signed."""
    form = OpinionForm(request.POST or None)

    def deed() -> str:
        actions.sign_opinion(
            version=version,
            is_accepted=form.cleaned_data["verdict"] == "accept",
            opinion=form.cleaned_data["opinion"],
            by=request.user,
            at=timezone.now(),
        )
        return _("Your opinion is signed.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Review: %(title)s") % {"title": version.material.title},
        submit=_("Sign the opinion"),
        back=reverse("training:work"),
        trail=_inbox(),
        template="training/review.html",
        version=version,
        change=materials.change_of(version),
    )


@door("training.write", get=materials.version)
@require_POST
def next_version(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    def deed() -> str:
        actions.begin_version(version=version, by=request.user, at=timezone.now())
        return _("A new version is begun, with what the last one says.")

    return done(request, deed, _material(version))


@door("training.manage", get=materials.version)
@require_POST
def release(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    def deed() -> str:
        actions.release_material(version=version, by=request.user, at=timezone.now())
        return _("It is released: learners can read it.")

    return done(request, deed, _material(version))


@door("training.manage", get=materials.version)
@require_POST
def retire(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    def deed() -> str:
        actions.retire_material(version=version, at=timezone.now())
        return _("It is retired: learners see it no more.")

    return done(request, deed, _material(version))


def _inbox() -> Trail:
    return [(_("Teaching and materials"), reverse("training:work"))]


def _sheet(session: Session) -> str:
    return reverse("training:sheet", args=[session.pk])


def _material(version: MaterialVersion) -> str:
    return reverse("training:material", args=[version.material_id])


def _of_material(version: MaterialVersion) -> Trail:
    return [*_inbox(), (version.material.title, _material(version))]


def _ids(values: list[str]) -> set[Any]:
    """What the boxes say; what no page of ours sent is passed over."""
    return set(known_ids(values[:5000]))
