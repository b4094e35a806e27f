"""What everybody reads: the answered questions, one of them, the experts; and the vote on an answer."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.kept import kept
from mentorhalo.core.throttle import is_within, network_of

from .. import actions
from ..actions import VoteRefused
from ..choices import State
from ..forms.asking import VoteForm
from ..models import Expert, Question
from ..queries import public as queries
from ..queries.practices import practice_of
from .metadata import qa_page
from .people import member_asking

READER = "reader"
READER_SECONDS = 365 * 24 * 60 * 60
VOTES_AN_HOUR = 60


@door("questions.read")
@kept(queries.edition)
def published(request: HttpRequest) -> HttpResponse:
    """The answered questions, thirty a page."""
    names = queries.Names()
    topic, county = request.GET.get("topic", ""), request.GET.get("county", "")
    topic, county = topic if topic in names.topics else "", county if county in names.counties else ""
    page, lines = queries.public_page(request.GET.get("page"), names, topic=topic, county=county)
    content = {
        "page": page,
        "lines": lines,
        "names": names,
        "topic": topic,
        "county": county,
        "days": settings.QUESTION_DAYS,
    }
    return render(request, "questions/public_list.html", content)


@door("questions.read")
def public_question(request: HttpRequest, slug: str) -> HttpResponse:
    """One answered question; of one taken back, that it was here."""
    return _page(request, _at(slug), VoteForm())


def _page(request: HttpRequest, question: Question, form: VoteForm) -> HttpResponse:
    trail = [(_("Questions and answers"), reverse("questions:public")), (question.public_title, "")]
    if question.state != State.PUBLISHED:
        return render(
            request, "questions/public_gone.html", {"trail": [trail[0], (_("Taken back"), "")]}, status=410
        )
    usefulness, names = queries.usefulness_of(question), queries.Names()
    voted = queries.vote_of(question, reader_of(request))
    content = {
        "question": question,
        "expert": question.expert if question.expert and question.expert.is_public else None,
        "topic": names.topics.get(question.topic_id or ""),
        "county": names.counties.get(question.county),
        "is_doubtful": question.confirm_on is not None and question.confirm_on < timezone.localdate(),
        "about": practice_of(question),
        "related": queries.related_to(question, names),
        "usefulness": usefulness,
        "voted": voted,
        "form": form,
        "metadata": qa_page(question, usefulness),
        "address": settings.SITE_URL + reverse("questions:public_question", args=[question.slug]),
        "trail": trail,
        "nothing": (),
    }
    return render(request, "questions/public_question.html", content)


@door("questions.read")
@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """“Was this useful?” One vote of each reader, known by account or by a random cookie set here."""
    question, form = _at(slug), VoteForm(request.POST)
    answer = redirect(f"{reverse('questions:public_question', args=[slug])}#useful")
    if not form.is_valid():
        return _page(request, question, form)
    if not is_within("questions.vote", network_of(request), most=VOTES_AN_HOUR, seconds=3600):
        messages.error(request, _("Many votes came from your network just now. Please try again later."))
        return answer
    reader = reader_of(request)
    if not reader:
        key = uuid4().hex
        reader = f"browser:{key}"
        answer.set_signed_cookie(
            READER,
            key,
            max_age=READER_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    said = form.cleaned_data
    try:
        actions.cast_vote(
            question=question,
            voter=reader,
            is_useful=said["useful"] == "yes",
            change=said["change"],
            at=timezone.now(),
        )
    except VoteRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you for telling us."))
    return answer


@door("questions.read")
def experts(request: HttpRequest) -> HttpResponse:
    """Who answers."""
    return render(request, "questions/public_experts.html", {"experts": queries.experts_shown()})


@door("questions.read")
def expert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One who answers, as far as they let themselves be shown."""
    try:
        found = queries.expert_shown(pk)
    except Expert.DoesNotExist:
        raise Http404 from None
    names = queries.Names()
    page, lines = queries.answers_of(found, request.GET.get("page"), names)
    content = {
        "expert": found,
        "own_counties": [names.counties[code] for code in found.county_codes if code in names.counties],
        "page": page,
        "lines": lines,
        "trail": [(_("Who answers"), reverse("questions:experts")), (found.name, "")],
        "nothing": (),
    }
    return render(request, "questions/public_expert.html", content)


def reader_of(request: HttpRequest) -> str:
    """By whom a vote is: the account, or the random cookie of this browser; empty for somebody new."""
    member = member_asking(request)
    if member is not None:
        return f"account:{member.pk}"
    try:
        return f"browser:{request.get_signed_cookie(READER)}"
    except (KeyError, signing.BadSignature):
        return ""


def _at(slug: str) -> Question:
    try:
        return queries.question_at(slug)
    except Question.DoesNotExist:
        raise Http404 from None
