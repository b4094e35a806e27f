"""The county group checks who joined; mentors invite and answer; the office opens editions and follows the way of all."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mentor_of
from mentorhalo.programmes.queries import current_programme

from .. import actions, keys
from ..actions import OccasionRefused
from ..choices import JoinerState, MentorAnswer
from ..forms.week import EditionForm, InviteForm, MentorForm, ReasonForm
from ..models import Edition, Joiner, WeekProgramme
from ..queries import week as queries

A_PAGE = 30


@door("events.week_desk")
def desk(request: SignedInRequest) -> HttpResponse:
    """Who joined, of the counties one leads; what waits first. `?year=` shows an earlier edition."""
    edition = _edition_asked(request)
    rows = queries.to_check(request.user, edition) if edition else Joiner.objects.none()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    content = {
        "edition": edition,
        "others": queries.editions(),
        "page": page,
        "may_keep": request.user.has_perm("events.keep_edition"),
        "trail": [(_("Week of Communities"), reverse("events:week")), (_("Who joined"), "")],
    }
    return render(request, "events/week_desk.html", content)


@door("events.check_joiner", get=queries.joiner)
def check(request: SignedInRequest, joiner: Joiner) -> HttpResponse:
    """Everything of one joiner: its programmes, through whom it came, and what may be done."""
    programmes = queries.programmes_of(joiner)
    content = {
        "joiner": joiner,
        "programmes": programmes,
        "invitations": actions.logged_invitations(joiner),
        "mentor_form": MentorForm(
            mentors=_mentors_for(joiner), initial={"mentor": str(joiner.mentor_id or "")}
        ),
        "reason_form": ReasonForm(),
        "may_accept": joiner.state in (JoinerState.SUBMITTED, JoinerState.ACCEPTED)
        and any(one.occasion_id is None for one in programmes),
        "may_return": joiner.state == JoinerState.SUBMITTED,
        "trail": _trail(joiner.name),
        "nothing": (),
    }
    return render(request, "events/week_check.html", content)


@door("events.check_joiner", get=queries.joiner)
@require_POST
def accept(request: SignedInRequest, joiner: Joiner) -> HttpResponse:
    def deed() -> str:
        actions.accept_joiner(joiner=joiner, by=request.user, at=timezone.now())
        return _("Accepted; the programmes are published. A letter says so within the hour.")

    return _done(request, joiner, deed)


@door("events.check_joiner", get=queries.joiner)
@require_POST
def send_back(request: SignedInRequest, joiner: Joiner) -> HttpResponse:
    form = ReasonForm(request.POST)

    def deed() -> str:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.return_joiner(joiner=joiner, reason=reason, by=request.user, at=timezone.now())
        return _("Sent back; they get a letter with the reason.")

    return _done(request, joiner, deed)


@door("events.take_down", get=queries.programme)
def take_down(request: SignedInRequest, programme: WeekProgramme) -> HttpResponse:
    """Of a published programme nothing stays but that it was there, and why it is not any more."""
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.take_down_programme(
            programme=programme, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        return _("It is taken down; the joiner gets a letter with the reason.")

    back = reverse("events:week_check", args=[programme.joiner_id])
    return _filled(
        request,
        form,
        deed,
        heading=_("Take it down: %(title)s") % {"title": programme.title},
        back=back,
        submit=_("Take it down"),
        tone="danger",
    )


@door("events.check_joiner", get=queries.joiner)
@require_POST
def name_mentor(request: SignedInRequest, joiner: Joiner) -> HttpResponse:
    form = MentorForm(request.POST, mentors=_mentors_for(joiner))

    def deed() -> str:
        if not form.is_valid():
            raise OccasionRefused(_("This mentor does not serve in the county."))
        actions.name_mentor(joiner=joiner, mentor=form.chosen(), by=request.user, at=timezone.now())
        return _("It is kept; the mentor is asked.")

    return _done(request, joiner, deed)


@door("events.week_mine")
def mine(request: SignedInRequest) -> HttpResponse:
    """A mentor's invitations, and who named them."""
    mentor, edition = _mentor(request), queries.current_edition()
    invitations = queries.invitations_by(mentor, edition) if edition else []
    content = {
        "edition": edition,
        "form": InviteForm(),
        "may_invite": edition is not None and timezone.now() < edition.closes_at,
        "invitations": [
            (one, settings.SITE_URL + reverse("events:week_invited", args=[keys.invitation_key(one)]))
            for one in invitations
        ],
        "joiners": queries.named_by(mentor),
        "answers": MentorAnswer.choices,
        "trail": [(_("Week of Communities"), reverse("events:week")), (_("My invitations"), "")],
    }
    return render(request, "events/week_mine.html", content)


@door("events.week_mine")
def invite(request: SignedInRequest) -> HttpResponse:
    """A new link of one's own."""
    mentor, edition = _mentor(request), queries.current_edition()
    form = InviteForm(request.POST or None)

    def deed() -> str:
        if edition is None:
            raise OccasionRefused(_("Joining is not open now."))
        said = form.cleaned_data
        actions.invite(
            key=said["key"] or uuid4(),
            edition=edition,
            mentor=mentor,
            name=said["name"],
            settlement=said["settlement"].pk,
            at=timezone.now(),
        )
        return _("The link is made. Hand it over: we write to nobody.")

    return _filled(request, form, deed, heading=_("Invite somebody"), back=reverse("events:week_mine"))


@door("events.answer_joiner", get=queries.joiner)
@require_POST
def answer(request: SignedInRequest, joiner: Joiner) -> HttpResponse:
    said = request.POST.get("answer", "")
    if said in MentorAnswer.values:
        actions.answer_for_joiner(joiner=joiner, answer=said, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you, it is kept."))
    return redirect("events:week_mine")


@door("events.week_funnel")
def funnel(request: SignedInRequest) -> HttpResponse:
    """From the invitation to the report, by county and by mentor. `?year=` shows an earlier edition."""
    edition = _edition_asked(request)
    whole, counties, mentors = queries.funnel(edition) if edition else (queries.Funnel(""), [], [])
    content = {
        "edition": edition,
        "others": queries.editions(),
        "steps": [_("Invited"), _("Opened"), _("Joined"), _("Published"), _("Held"), _("Reported")],
        "whole": whole,
        "tables": [(_("By county"), _("County"), counties), (_("By mentor"), _("Mentor"), mentors)],
        "trail": [(_("Week of Communities"), reverse("events:week")), (_("From invitation to report"), "")],
    }
    return render(request, "events/week_funnel.html", content)


@door("events.keep_edition")
def open_edition(request: SignedInRequest) -> HttpResponse:
    form = EditionForm(request.POST or None)

    def deed() -> str:
        programme = current_programme()
        if programme is None:
            raise OccasionRefused(_("There is no programme yet."))
        actions.open_edition(draft=form.draft(), programme=programme, by=request.user, at=timezone.now())
        return _("The Week is kept.")

    return _filled(request, form, deed, heading=_("A new Week"), back=reverse("events:week_desk"))


@door("events.keep_edition", get=queries.edition)
def revise_edition(request: SignedInRequest, edition: Edition) -> HttpResponse:
    form = EditionForm(request.POST or None, edition=edition)

    def deed() -> str:
        actions.revise_edition(edition=edition, draft=form.draft(), by=request.user, at=timezone.now())
        return _("The Week is kept.")

    return _filled(request, form, deed, heading=_("Change the Week"), back=reverse("events:week_desk"))


def _edition_asked(request: SignedInRequest) -> Edition | None:
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:
        try:
            return queries.edition_of(int(year))
        except Edition.DoesNotExist:
            raise Http404 from None
    return queries.current_edition()


def _mentors_for(joiner: Joiner) -> list[Mentor]:
    """Those of the county, and whoever is named already."""
    mentors = queries.mentors_of(joiner.edition, joiner.settlement.county_id)
    if joiner.mentor is not None and joiner.mentor not in mentors:
        return [joiner.mentor, *mentors]
    return mentors


def _mentor(request: SignedInRequest) -> Mentor:
    mentor = mentor_of(request.user)
    if mentor is None:
        raise Http404
    return mentor


def _trail(words: str) -> list[tuple[str, str]]:
    return [
        (_("Week of Communities"), reverse("events:week")),
        (_("Who joined"), reverse("events:week_desk")),
        (words, ""),
    ]


def _filled(
    request: SignedInRequest,
    form: Form,
    deed: Callable[[], str],
    *,
    heading: str,
    back: str,
    submit: str = "",
    tone: str = "",
) -> HttpResponse:
    """Show the form, or do what it asks and go back."""
    if form.is_valid():
        try:
            messages.success(request, deed())
        except OccasionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(back)
    content = {
        "form": form,
        "heading": heading,
        "submit": submit or _("Save"),
        "back": back,
        "draft_key": "",
        "tone": tone,
        "intro": "",
        "trail": [(_("Week of Communities"), reverse("events:week")), (heading, "")],
    }
    return render(request, "events/form.html", content)


def _done(request: SignedInRequest, joiner: Joiner, deed: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, deed())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:week_check", pk=joiner.pk)
