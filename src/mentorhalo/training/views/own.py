"""A learner's own: applying, hours, what was missed, material, diary, certificate."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.csp import CSP, build_policy
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core import door_codes
from mentorhalo.core.doors import door
from mentorhalo.core.papers import PaperRefused, as_pdf

from .. import actions
from ..actions import TrainingRefused
from ..apart import sandbox
from ..choices import EnrolmentState
from ..forms.work import DiaryForm, MarkForm
from ..keys import playing_word
from ..models import Cohort, Enrolment, MaterialVersion, Session
from ..queries import courses as queries
from ..queries import materials as material_queries
from ..queries import results
from ..signals import LoggedEntry, entries_of_mentor
from ..videos import SITES, embedded
from .pages import done, form_page
from .player import page_of


@door("training.work")
def mine(request: SignedInRequest) -> HttpResponse:
    rows = queries.own_enrolments(request.user)
    return render(request, "training/mine.html", {"rows": rows})


@door("training.apply", get=queries.cohort)
@require_POST
def apply(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    def deed() -> str:
        actions.apply_for(cohort=cohort, by=request.user, at=timezone.now())
        return _("Your application has arrived. You get a letter once it is decided.")

    return done(request, deed, reverse("training:mine"))


@door("training.view_learner", get=queries.enrolment)
def own(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """Where a learner stands, against the hours of the course and its rule."""
    standing = results.standing_of(enrolment)
    is_own = enrolment.is_of(request.user)
    certificate = results.certificate_of(enrolment)
    takes_part = enrolment.state == EnrolmentState.ENROLLED
    may_manage = request.user.has_perm("training.manage")
    content = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "course": enrolment.cohort.version.course,
        "standing": standing,
        "required": enrolment.cohort.version.hours,
        "made_up": results.made_up_by(enrolment),
        "materials": material_queries.material_for(enrolment),
        "diary": results.diary_of(enrolment),
        "certificate": certificate,
        "is_own": is_own,
        "takes_part": takes_part,
        "may_withdraw": is_own
        and enrolment.state in (EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.ENROLLED)
        and not enrolment.presences.exists(),
        "may_mark": request.user.has_perm("training.mark_learner", enrolment),
        "may_manage": may_manage,
        "may_certify": may_manage
        and takes_part
        and not is_own
        and standing.is_complete
        and (certificate is None or certificate.is_revoked),
        "trail": [(_("My courses"), reverse("training:mine")), (enrolment.cohort.version.course.title, "")],
        "nothing": (),
    }
    return render(request, "training/own.html", content)


@door("training.own", get=queries.enrolment)
@require_POST
def withdraw(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    def deed() -> str:
        actions.withdraw(enrolment=enrolment, by=request.user, at=timezone.now())
        return _("You are off the list.")

    return done(request, deed, reverse("training:mine"))


@door("training.own", get=queries.enrolment)
@require_POST
def name(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    is_public = request.POST.get("shown") == "yes"

    def deed() -> str:
        actions.show_name(enrolment=enrolment, is_public=is_public)
        if is_public:
            return _("Whoever verifies your certificate sees your name.")
        return _("Your name is not shown to those who verify your certificate.")

    return done(request, deed, _own(enrolment))


@door("training.own", get=queries.enrolment)
def diary(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """One of one's own log entries becomes part of the practice."""
    form = DiaryForm(request.POST or None, entries=_logged(enrolment))

    def deed() -> str:
        actions.take_into_diary(
            enrolment=enrolment, entry=form.chosen(), learnt=form.cleaned_data["learnt"], at=timezone.now()
        )
        return _("It stands in the diary of your practice.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Into the diary of practice"),
        submit=_("Put into the diary"),
        back=_own(enrolment),
        trail=_trail(enrolment),
        intro=""
        if form.entries
        else _("There is no entry of yours in the log between the first and the last day of the course."),
    )


@door("training.mark_learner", get=queries.enrolment)
def mark(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    form = MarkForm(request.POST or None, enrolment=enrolment)

    def deed() -> str:
        actions.give_mark(enrolment=enrolment, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("The mark is kept.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Give a mark"),
        submit=_("Save"),
        back=_own(enrolment),
        trail=_trail(enrolment),
        intro=_("Each examiner gives one mark; the mean counts. A second time you correct your own."),
    )


@door("training.view_learner", get=queries.enrolment)
def certificate(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The certificate as an accessible PDF, with a code that leads to its verification."""
    found = results.certificate_of(enrolment)
    if found is None or found.is_revoked:
        raise Http404
    address = request.build_absolute_uri(reverse("training:certificate_state", args=[found.number]))
    content = {
        "certificate": found,
        "course": enrolment.cohort.version.course,
        "modules": list(enrolment.cohort.version.modules.all()),
        "address": address,
        "picture": door_codes.as_picture(address),
        "language": translation.get_language() or "hu",
    }
    try:
        made = as_pdf("training/certificate.html", content)
    except PaperRefused as refusal:
        words = str(refusal)
        return done(request, lambda: _refuse(words), _own(enrolment))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@door("training.view_learner", get=queries.enrolment)
def credential(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The signed Open Badge, exactly as it was signed."""
    found = results.certificate_of(enrolment)
    if found is None or found.is_revoked:
        raise Http404
    answer = JsonResponse(found.credential, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return answer


@never_cache
@door("training.work")
def arrive(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """Whoever scanned the code presses one button."""
    try:
        session = queries.session(pk)
    except Session.DoesNotExist:
        raise Http404 from None
    word, refusal, is_here = request.POST.get("word", ""), "", False
    if request.method == "POST":
        is_let_in = door_codes.is_arrival(pk, word)
    else:
        is_let_in = door_codes.is_current(pk, code, timezone.now())
        word = door_codes.arrival_word(pk) if is_let_in else ""
    if is_let_in and request.method == "POST":
        try:
            actions.arrive(session=session, by=request.user, at=timezone.now())
        except TrainingRefused as refused:
            refusal = str(refused)
        else:
            is_here = True
    content = {
        "session": session,
        "word": word,
        "is_let_in": is_let_in,
        "is_here": is_here,
        "refusal": refusal,
    }
    return render(request, "training/arrive.html", content)


@door("training.read_version", get=material_queries.version)
def read(request: SignedInRequest, version: MaterialVersion) -> HttpResponse:
    """The material itself; a learner says when they have gone through it."""
    enrolments = [
        one
        for one in queries.own_enrolments(request.user)
        if one.state == EnrolmentState.ENROLLED
        and one.cohort.version_id == version.material.module.version_id
    ]
    if request.method == "POST" and enrolments:

        def deed() -> str:
            actions.mark_read(version=version, enrolment=enrolments[0], at=timezone.now())
            return _("It is ticked off.")

        return done(request, deed, _own(enrolments[0]))
    enrolment = enrolments[0] if enrolments else None
    if enrolment is not None:
        actions.begin_reading(version=version, enrolment=enrolment, at=timezone.now())
    video = embedded(version.video_url)
    content = {
        "version": version,
        "material": version.material,
        "reading": material_queries.reading_of(enrolment, version) if enrolment else None,
        "video": video,
        "sandbox": sandbox(apart=bool(settings.PACKAGES_URL)),
        "player": page_of(playing_word(version, enrolment), version.package_entry) if version.package else "",
        "may_tick": bool(enrolments) and version.state == "released",
        "back": _own(enrolments[0]) if enrolments else reverse("training:work"),
        "trail": [(_("My courses"), reverse("training:mine")), (version.material.title, "")],
    }
    answer = render(request, "training/read.html", content)
    frames = [*(SITES if video else ()), *filter(None, [settings.PACKAGES_URL])]
    if frames:
        policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF, *frames]}
        answer["Content-Security-Policy"] = build_policy(policy)
    return answer


@door("training.read_version", get=material_queries.version)
def file(request: HttpRequest, version: MaterialVersion) -> HttpResponse:
    """The file of a material, never run by the browser."""
    if not version.file:
        raise Http404
    with version.file.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type=version.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=version.file_name) or "attachment"
    )
    return answer


def _logged(enrolment: Enrolment) -> list[LoggedEntry]:
    if enrolment.mentor_id is None:
        return []
    answers: list[tuple[Any, Any]] = entries_of_mentor.send(
        sender=Enrolment,
        mentor=enrolment.mentor_id,
        since=enrolment.cohort.starts_on,
        until=min(enrolment.cohort.ends_on, timezone.localdate()),
    )
    return [entry for _receiver, entries in answers for entry in entries]


def _own(enrolment: Enrolment) -> str:
    return reverse("training:own", args=[enrolment.pk])


def _trail(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [
        (_("My courses"), reverse("training:mine")),
        (enrolment.cohort.version.course.title, _own(enrolment)),
    ]


def _refuse(words: str) -> str:
    raise TrainingRefused(words)
