"""Leaving by a letter's own link: for years, without signing in, and never by merely opening it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mentorhalo.core.doors import door

from ..actions.leaving import leave as leave_letters
from ..choices import Withdrawal
from ..forms.leaving import ALL, LeaveLetterForm
from ..models import Delivery
from ..queries import sendings

ONE_CLICK = "One-Click"  # RFC 8058


@csrf_exempt  # mail providers post here without having been here; the token alone is what counts
@never_cache
@door("outreach.leave")
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST leaves: the form's, or a mail program's one click."""
    try:
        delivery = sendings.delivery_by_token(token)
    except Delivery.DoesNotExist:
        raise Http404 from None
    if request.POST.get("List-Unsubscribe") == ONE_CLICK:
        leave_letters(delivery=delivery, way=Withdrawal.ONE_CLICK, at=timezone.now())
        return HttpResponse("OK\n", content_type="text/plain; charset=utf-8")
    form = LeaveLetterForm(request.POST if request.method == "POST" else None)
    is_done = form.is_valid()
    if is_done:
        leave_letters(
            delivery=delivery,
            way=Withdrawal.PAGE,
            from_all=form.cleaned_data["which"] == ALL,
            why=form.cleaned_data["why"],
            at=timezone.now(),
        )
    content = {
        "delivery": delivery,
        "form": form,
        "is_done": is_done,
        "receives": not is_done and sendings.still_receives(delivery),
        "topics": sendings.topics_of(delivery),
    }
    return render(request, "outreach/leave.html", content)
