"""Good practices that a mentor's phone sends, and their photos."""

from django.conf import settings as options
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.knowledge.actions.practice_photos import PhotoCut, PhotoRefused
from mentorhalo.knowledge.actions.practices import PracticeRefused

from .. import actions
from ..forms.practices import PracticePhoneForm, PracticePhotoForm
from .answers import answered, length_of, sent_as_json

PRACTICE_BYTES = 512 * 1024


@door("field.collect")
@require_POST
def send_practice(request: SignedInRequest) -> HttpResponse:
    """A practice as JSON: the fields of the form, `id` and `edits`, and the `account` it was written by."""
    if length_of(request) > PRACTICE_BYTES:
        return answered("refused", _("This practice is too long to be sent."))
    said = sent_as_json(request)
    if said is None:
        return answered("later", _("It did not arrive whole."))
    if said.get("account") != str(request.user.pk):
        return answered("sign_in")
    form = PracticePhoneForm(said)
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    try:
        is_new = actions.receive_practice(
            key=form.cleaned_data["id"],
            draft=form.draft(),
            edits=form.cleaned_data["edits"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except PracticeRefused as refusal:
        field = refusal.field if refusal.field in form.fields else ""
        return answered("refused", errors={field: [str(refusal)]})
    return answered("stored" if is_new else "repeated")


@door("field.collect")
@require_POST
def send_practice_photo(request: SignedInRequest) -> HttpResponse:
    """A photo for a practice that arrived before, with the fingerprint it had on the phone."""
    if length_of(request) > (options.EVIDENCE_MAX_MEGABYTES + 1) * 1024 * 1024:
        most = {"most": options.EVIDENCE_MAX_MEGABYTES}
        return answered("refused", _("A file may be %(most)s MB at most.") % most)
    if request.POST.get("account") != str(request.user.pk):
        return answered("sign_in" if request.POST.get("account") else "later")
    form = PracticePhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    try:
        is_new = actions.receive_practice_photo(
            key=form.cleaned_data["id"],
            practice=form.cleaned_data["practice"],
            upload=form.upload,
            by=request.user,
            at=timezone.now(),
            **form.described(),
        )
    except PhotoCut as cut:
        return answered("later", str(cut))
    except PhotoRefused as refusal:
        field = refusal.field if refusal.field in form.fields else ""
        return answered("refused", errors={field: [str(refusal)]})
    return answered("stored" if is_new else "repeated")
