"""“We do this too”: told by anybody, confirmed by letter, confirmed by the practice's owner. Opening a link changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from ..actions import practices as actions
from ..choices import AdoptionState
from ..forms.practice_adoptions import AdoptForm, OwnerForm
from ..keys import adopter_key, adoption_of_adopter, adoption_of_owner, owner_key
from ..models import Adoption, Practice
from ..queries import practices as queries
from ..queries.practice_work import text_of
from .practice_parts import show_refusal

REPORTS_AN_HOUR = 20


@door("knowledge.read_practices")
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Members of the network report at once, with their own name; others confirm the letter."""
    practice = _public(code)
    member = _colleague(request)
    form = AdoptForm(request.POST or None, member=member)
    if form.is_valid() and _is_heard(request, form):
        try:
            adoption = actions.report_adoption(
                practice=practice, draft=form.draft(), by=member, at=timezone.now()
            )
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            if member is None:
                return redirect("knowledge:adopt_sent", code=practice.code)
            if adoption.state == AdoptionState.UNCONFIRMED:
                messages.success(
                    request, _("It is kept; the institution whose description you named was asked first.")
                )
            else:
                messages.success(request, _("It is kept; the owner of the practice was asked to confirm it."))
            return redirect("knowledge:practice", code=practice.code)
    content = {"form": form, "practice": practice, "title": _title(practice), "trail": _trail(practice)}
    return render(request, "knowledge/practices/adopt.html", content)


@door("knowledge.read_practices")
def sent(request: HttpRequest, code: str) -> HttpResponse:
    practice = _public(code)
    return render(request, "knowledge/practices/adopt_sent.html", {"trail": _trail(practice)})


@never_cache
@door("knowledge.open_practice_link", get=adoption_of_adopter)
def adopter(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    """Who reported it sees where it stands."""
    content = {
        "adoption": adoption,
        "key": adopter_key(adoption),
        "title": _title(adoption.practice),
        "is_unconfirmed": adoption.state == AdoptionState.UNCONFIRMED,
        "is_withdrawn": adoption.state == AdoptionState.WITHDRAWN,
        "nothing": (),
    }
    return render(request, "knowledge/practices/adopter.html", content)


@door("knowledge.open_practice_link", get=adoption_of_adopter)
@require_POST
def adopter_deed(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    """Confirm the report, or take it back."""
    if request.POST.get("deed") == "confirm":
        actions.confirm_report(adoption=adoption, at=timezone.now())
        messages.success(request, _("Thank you: the owner of the practice hears of it now."))
    else:
        actions.withdraw_adoption(adoption=adoption, by=None, at=timezone.now())
        messages.success(request, _("It is taken back; your name and address are erased."))
    return redirect("knowledge:adopter", key=adopter_key(adoption))


@never_cache
@door("knowledge.open_practice_link", get=adoption_of_owner)
def owner(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    """The owner of the practice says whether it is so."""
    form = OwnerForm(request.POST or None)
    if form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        try:
            if said["verdict"] == "yes":
                actions.confirm_adoption(adoption=adoption, by=None, at=at)
            else:
                actions.refuse_adoption(adoption=adoption, reason=said["reason"], by=None, at=at)
        except actions.PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you. Who reported it hears of your answer."))
            return redirect("knowledge:adoption_owner", key=owner_key(adoption))
    content = {
        "adoption": adoption,
        "title": _title(adoption.practice),
        "form": form,
        "is_open": adoption.state in (AdoptionState.REPORTED, AdoptionState.CONFIRMED, AdoptionState.REFUSED),
        "nothing": (),
    }
    return render(request, "knowledge/practices/adoption_owner.html", content)


def _public(code: str) -> Practice:
    try:
        practice = queries.practice_at(code)
    except Practice.DoesNotExist:
        raise Http404 from None
    if practice.public_version_id is None:
        raise Http404
    return practice


def _colleague(request: HttpRequest) -> User | None:
    """Whose account needs no letter: somebody who works in the network."""
    user = request.user
    return user if isinstance(user, User) and user.has_perm("knowledge.practice_desk") else None


def _title(practice: Practice) -> str:
    version = practice.public_version
    return text_of(version).title if version is not None else practice.code


def _trail(practice: Practice) -> list[tuple[str, str]]:
    return [
        (_("Good practices"), reverse("knowledge:practices")),
        (practice.code, reverse("knowledge:practice", args=[practice.code])),
        (_("We do this too"), ""),
    ]


def _is_heard(request: HttpRequest, form: AdoptForm) -> bool:
    heard = is_within("knowledge.adopt", network_of(request), most=REPORTS_AN_HOUR, seconds=3600)
    if not heard:
        form.add_error(
            None, _("Much came from your network just now. Please send it again later; nothing was lost.")
        )
    return heard
