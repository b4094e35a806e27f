"""At the door: the code that changes, and the page it opens."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorhalo.core import door_codes
from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import actions
from ..actions import OccasionRefused
from ..forms.registering import ArriveForm
from ..models import Occasion
from ..queries import occasions
from .people import member_asking

TRIES_AN_HOUR = 300  # a whole hall stands behind one network address


@never_cache
@door("events.manage", get=occasions.occasion)
def door_code(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """The code to put on a screen; the part that changes is asked for anew by htmx."""
    now = timezone.now()
    code = door_codes.code_at(occasion.pk, now)
    address = f"{settings.SITE_URL}{reverse('events:arrive', args=[occasion.pk, code])}"
    content = {
        "occasion": occasion,
        "picture": door_codes.as_picture(address),
        "is_today": timezone.localdate(now) in occasion.days,
        "trail": [
            (_("Occasions"), reverse("events:desk")),
            (occasion.title, reverse("events:manage", args=[occasion.pk])),
            (_("Code at the door"), ""),
        ],
    }
    template = "events/door.html#code" if request.headers.get("HX-Request") else "events/door.html"
    return render(request, template, content)


@never_cache
@door("events.open_own")
def arrive(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Whoever scanned the code says who they are; a member need only press the button."""
    try:
        occasion = occasions.occasion(pk)
    except Occasion.DoesNotExist:
        raise Http404 from None
    member = member_asking(request)
    form = ArriveForm(request.POST or None, initial={"email": member.email if member else ""})
    word = request.POST.get("word", "")
    if request.method == "POST":
        is_let_in = door_codes.is_arrival(pk, word)
    else:
        is_let_in = door_codes.is_current(pk, code, timezone.now())
        word = door_codes.arrival_word(pk) if is_let_in else ""
    if is_let_in and form.is_valid() and _is_written_down(request, occasion, form):
        return render(request, "events/arrived.html", {"occasion": occasion})
    content = {"occasion": occasion, "form": form, "word": word, "is_let_in": is_let_in}
    return render(request, "events/arrive.html", content)


def _is_written_down(request: HttpRequest, occasion: Occasion, form: ArriveForm) -> bool:
    if not is_within("events.arrive", network_of(request), most=TRIES_AN_HOUR, seconds=3600):
        form.add_error(None, _("Too many tries. Ask the organiser to write you down."))
        return False
    try:
        actions.arrive(
            occasion=occasion,
            email=form.cleaned_data["email"],
            by=member_asking(request),
            at=timezone.now(),
        )
    except OccasionRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True
