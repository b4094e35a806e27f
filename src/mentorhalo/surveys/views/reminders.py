"""Writing at once to those who have something due."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions.reminders import remind_interviewers
from ..models import Wave
from ..queries import studies


@door("surveys.run_fieldwork", get=studies.wave)
@require_POST
def remind(request: SignedInRequest, wave: Wave) -> HttpResponse:
    count = remind_interviewers(wave=wave, by=request.user, at=timezone.now())
    if count:
        words = ngettext(
            "%(count)s interviewer was written to.", "%(count)s interviewers were written to.", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nobody has anything due now, or whoever has was written to today."))
    return redirect("surveys:wave", wave.pk)
