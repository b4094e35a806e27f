"""What came in by mail and nobody took, for the administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.work.pages import places

from . import actions
from .choices import MailState
from .messages import parse, text_of
from .models import InboundMessage

PAGE_SIZE = 25
LONGEST_SHOWN = 20_000


@door("core.manage_work")
def inbound(request: HttpRequest) -> HttpResponse:
    """Mail that wants a look: what failed, what nobody was named in, what was too large."""
    laid_aside = (MailState.FAILED, MailState.UNMATCHED, MailState.TOO_LARGE)
    found = InboundMessage.objects.filter(state__in=laid_aside).defer("raw")
    shown = {
        "places": places(request),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", 1)),
    }
    return render(request, "core/inbound.html", shown)


@door("core.manage_work", get=InboundMessage.objects.get)
def inbound_message(request: HttpRequest, row: InboundMessage) -> HttpResponse:
    """One message as plain text."""
    shown = {
        "row": row,
        "text": text_of(parse(bytes(row.raw)))[:LONGEST_SHOWN] if row.raw else "",
        "may_handle": row.raw is not None and row.state in (MailState.FAILED, MailState.UNMATCHED),
        "trail": [(_("Mail that came in"), reverse("core:inbound")), (_("Message"), "")],
    }
    return render(request, "core/inbound_message.html", shown)


@door("core.manage_work", get=InboundMessage.objects.get)
@require_POST
def inbound_deed(request: HttpRequest, row: InboundMessage) -> HttpResponse:
    """Handle the message once more, or forget it."""
    if request.POST.get("deed") == "drop":
        actions.drop_message(row=row, by=request.user, at=timezone.now())
        messages.success(request, _("The message was dropped."))
        return redirect("core:inbound")
    try:
        done = actions.handle_again(row=row, by=request.user, at=timezone.now())
    except actions.MailMovedOn as moved:
        messages.warning(request, str(moved))
    else:
        if done.state in (MailState.HANDLED, MailState.AUTOMATIC):
            messages.success(request, _("The message was handled."))
            return redirect("core:inbound")
        messages.warning(
            request, _("It still could not be handled: %s") % (done.error or done.get_state_display())
        )
    return redirect("core:inbound_message", pk=row.pk)
