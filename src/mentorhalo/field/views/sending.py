"""What a mentor's phone asks for and what it sends."""

from typing import Any

from django.conf import settings as options
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.photos import PeopleShown, PhotoRights
from mentorhalo.core.uploads import ALLOWED
from mentorhalo.mentoring.actions import EntryRefused, FileCut, FileRefused
from mentorhalo.mentoring.choices import EvidenceKind
from mentorhalo.mentoring.queries import suggestions_for
from mentorhalo.network.queries import mentor_of
from mentorhalo.surveys.queries.people import interviewer_of

from .. import actions
from ..describing import described
from ..forms.entries import PhoneForm, PhotoForm
from ..forms.mending import mendable
from ..forms.practices import PracticePhoneForm
from ..queries import interviews, mentors
from .answers import answered, length_of, sent_as_json, told_as_json

ENTRY_BYTES = 256 * 1024  # with what was tried before
KNOWN_KINDS = 6  # kinds of entries that stand on the form at once


@door("field.use")
@require_GET
def state(request: SignedInRequest) -> HttpResponse:
    """All that this person's phone holds; 304 where it has it already. Headers bring the server's clock and a token to send with."""
    now = timezone.now()
    mentor = mentor_of(request.user)
    told: dict[str, Any] = {
        "account": str(request.user.pk),
        "name": str(request.user),
        "language": get_language(),
        "zone": options.TIME_ZONE,
        "megabytes": options.EVIDENCE_MAX_MEGABYTES,
        "accept": ",".join(["image/*", *ALLOWED]),
        "file_kinds": [[value, str(label)] for value, label in EvidenceKind.choices],
    }
    if mentor is not None:
        today = timezone.localdate(now)
        about = mentors.around(mentor, today)
        form = PhoneForm(around=about)
        practice = PracticePhoneForm(organisations=about.organisations)
        suggestion = suggestions_for(mentor, now)
        returned = mentors.returned_of(mentor)
        told |= {
            "week": mentors.week_of(mentor, request.user, now, returned, mendable(returned, form)),
            "places": mentors.places_of(mentor, about, today),
            "form": {
                "fields": described(form, form.offered),
                "at_once": KNOWN_KINDS,
                "engagement": str(suggestion.engagement.pk) if suggestion.engagement else "",
                "settlement": suggestion.settlement.pk if suggestion.settlement else "",
                "reason": str(suggestion.reason),
            },
            "practice": {
                "fields": described(practice, practice.offered),
                "rights": [[value, str(label)] for value, label in PhotoRights.choices],
                "people": [[value, str(label)] for value, label in PeopleShown.choices],
            },
        }
    interviewer = interviewer_of(request.user)
    if interviewer is not None:
        told["interviews"] = interviews.interviews_of(interviewer, timezone.localdate(now))
    return told_as_json(request, told)


@door("field.use")
@require_GET
def settlements(request: HttpRequest) -> HttpResponse:
    """Every settlement that may be chosen: three thousand lines that hardly ever change."""
    return told_as_json(request, mentors.standing_settlements())


@door("field.log")
@require_POST
def send_entry(request: SignedInRequest) -> HttpResponse:
    """An entry as JSON: the fields of the form, `id`, `edits` and `tried`, and the `account` it was written by."""
    mentor = mentor_of(request.user)
    if length_of(request) > ENTRY_BYTES:
        return answered("refused", _("This entry is too long to be sent."))
    said = sent_as_json(request)
    if said is None:
        return answered("later", _("It did not arrive whole."))
    if said.get("account") != str(request.user.pk):
        return answered("sign_in")
    if mentor is None:
        return answered("refused", _("There is no mentor's card for this account, so nothing can be logged."))
    form = PhoneForm(said, around=mentors.around(mentor, timezone.localdate()))
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    edits, seen = form.cleaned_data["edits"] or 0, form.cleaned_data["seen"]
    sent: dict[str, Any] = {"draft": form.draft(), "by": request.user, "at": timezone.now()}
    sent["tried"] = form.tried() if edits else ()
    try:
        if seen:
            is_new = actions.mend_entry(seen=seen, **sent)
        else:
            is_new = actions.receive_entry(edits=edits, appointment=form.cleaned_data["appointment"], **sent)
    except EntryRefused as refusal:
        field = refusal.field if refusal.field in form.fields else ""
        return answered("refused", errors={field: [str(refusal)]})
    return answered("stored" if is_new else "repeated")


@door("field.log")
@require_POST
def send_photo(request: SignedInRequest) -> HttpResponse:
    """A file for an entry that arrived before, with the fingerprint it had on the phone."""
    if length_of(request) > (options.EVIDENCE_MAX_MEGABYTES + 1) * 1024 * 1024:
        most = {"most": options.EVIDENCE_MAX_MEGABYTES}
        return answered("refused", _("A file may be %(most)s MB at most.") % most)
    if request.POST.get("account") != str(request.user.pk):
        return answered("sign_in" if request.POST.get("account") else "later")
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    said = form.cleaned_data
    try:
        is_new = actions.receive_photo(
            key=said["id"],
            entry=said["entry"],
            kind=said["kind"],
            sha256=said["sha256"],
            upload=said["file"],
            by=request.user,
            at=timezone.now(),
        )
    except FileCut as cut:
        return answered("later", str(cut))
    except (FileRefused, EntryRefused) as refusal:
        return answered("refused", str(refusal))
    return answered("stored" if is_new else "repeated")
