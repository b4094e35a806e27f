"""The office's groups: learners, sessions, certificates."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..choices import CohortState, EnrolmentState
from ..forms.desk import EnrolForm, PlacesForm, RevokeForm, SessionForm
from ..models import Cohort, Enrolment, Session
from ..queries import courses as queries
from ..queries.results import certificate_of, certificates_of, standings
from .pages import Trail, done, form_page


@door("training.manage", get=queries.cohort)
def group(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Who asked, waits and takes part, with their hours; the sessions; what is to be done next."""
    people = queries.enrolments_of(cohort)
    taking = [one for one in people if one.state == EnrolmentState.ENROLLED]
    content = {
        "cohort": cohort,
        "standings": standings(taking, cohort),
        "certificates": certificates_of(taking),
        "present": queries.ever_present(cohort),
        "asked": [one for one in people if one.state == EnrolmentState.ASKED],
        "waiting": [one for one in people if one.state == EnrolmentState.WAITING],
        "sessions": queries.sessions_of(cohort),
        "is_planned": cohort.state == CohortState.PLANNED,
        "is_open": cohort.state == CohortState.OPEN,
        "trail": [*_desk(), (cohort.title, "")],
        "nothing": (),
    }
    return render(request, "training/group.html", content)


@door("training.manage", get=queries.cohort)
@require_POST
def move(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    state = request.POST.get("state", "")
    if state not in (CohortState.OPEN, CohortState.CLOSED):
        raise Http404

    def deed() -> str:
        actions.move_cohort(cohort=cohort, state=state)
        return _("It is open to applications.") if state == CohortState.OPEN else _("The group is finished.")

    return done(request, deed, _group(cohort))


@door("training.manage", get=queries.cohort)
def places(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = PlacesForm(request.POST or None, initial={"capacity": cohort.capacity})

    def deed() -> str:
        actions.set_places(cohort=cohort, capacity=form.cleaned_data["capacity"], at=timezone.now())
        return _("It is changed.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Change the number of places"),
        submit=_("Save"),
        back=_group(cohort),
        trail=_of(cohort),
    )


@door("training.manage", get=queries.cohort)
def enrol(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = EnrolForm(request.POST or None, cohort=cohort)

    def deed() -> str:
        made = actions.enrol_mentor(
            cohort=cohort, mentor=form.cleaned_data["mentor"], by=request.user, at=timezone.now()
        )
        return _("%(name)s: %(state)s.") % {"name": made.name, "state": made.get_state_display()}

    return form_page(
        request,
        form,
        deed,
        heading=_("Enrol a mentor"),
        submit=_("Enrol"),
        back=_group(cohort),
        trail=_of(cohort),
    )


@door("training.manage", get=queries.cohort)
def plan_session(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = SessionForm(request.POST or None, cohort=cohort, people=_people())

    def deed() -> str:
        actions.plan_session(cohort=cohort, **form.fields_of_session())
        return _("The session is planned.")

    return form_page(
        request,
        form,
        deed,
        heading=_("New session"),
        submit=_("Save"),
        back=_group(cohort),
        trail=_of(cohort),
    )


@door("training.manage", get=queries.session)
def revise_session(request: SignedInRequest, session: Session) -> HttpResponse:
    form = SessionForm(request.POST or None, cohort=session.cohort, people=_people(), session=session)

    def deed() -> str:
        actions.revise_session(session=session, **form.fields_of_session())
        return _("It is changed.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Change the session"),
        submit=_("Save"),
        back=_group(session.cohort),
        trail=_of(session.cohort),
    )


@door("training.manage", get=queries.session)
@require_POST
def drop_session(request: SignedInRequest, session: Session) -> HttpResponse:
    def deed() -> str:
        actions.drop_session(session=session)
        return _("The session is deleted.")

    return done(request, deed, _group(session.cohort))


@door("training.manage", get=queries.enrolment)
@require_POST
def decide(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """Admit, decline, or take off the list."""

    def deed() -> str:
        at = timezone.now()
        match request.POST.get("deed"):
            case "admit":
                made = actions.admit(enrolment=enrolment, by=request.user, at=at)
                return _("%(name)s: %(state)s.") % {"name": made.name, "state": made.get_state_display()}
            case "decline":
                actions.decline(enrolment=enrolment, at=at)
                return _("%(name)s is not admitted.") % {"name": enrolment.name}
            case "withdraw":
                actions.withdraw(enrolment=enrolment, by=request.user, at=at)
                return _("%(name)s is off the list.") % {"name": enrolment.name}
        raise Http404

    return done(request, deed, _group(enrolment.cohort))


@door("training.manage", get=queries.enrolment)
@require_POST
def certify(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    def deed() -> str:
        made = actions.issue_certificate(enrolment=enrolment, by=request.user, at=timezone.now())
        return _("Certificate %(number)s is issued.") % {"number": made.number}

    return done(request, deed, reverse("training:own", args=[enrolment.pk]))


@door("training.manage", get=queries.enrolment)
def revoke(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    certificate = certificate_of(enrolment)
    if certificate is None or certificate.is_revoked:
        raise Http404
    form = RevokeForm(request.POST or None)

    def deed() -> str:
        actions.revoke_certificate(
            certificate=certificate, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        return _("The certificate is revoked.")

    return form_page(
        request,
        form,
        deed,
        heading=_("Revoke the certificate"),
        submit=_("Revoke the certificate"),
        back=reverse("training:own", args=[enrolment.pk]),
        trail=_of(enrolment.cohort),
        tone="danger",
        intro=_("Number %(number)s. It counts no more, and whoever verifies it reads that it was revoked.")
        % {"number": certificate.number},
    )


def _people() -> list[User]:
    return queries.people_at_work(timezone.localdate())


def _desk() -> Trail:
    return [(_("Training"), reverse("training:desk"))]


def _group(cohort: Cohort) -> str:
    return reverse("training:group", args=[cohort.pk])


def _of(cohort: Cohort) -> Trail:
    return [*_desk(), (cohort.title, _group(cohort))]
