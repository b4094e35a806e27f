"""What an interviewer's phone asks for and what it sends."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.surveys.actions.attempts import AttemptRefused
from mentorhalo.surveys.actions.receiving import LARGEST_XML
from mentorhalo.surveys.actions.sendings import SendingRefused
from mentorhalo.surveys.choices import FileSource
from mentorhalo.surveys.models import FormFile, InstrumentVersion, Interviewer, Response, SubmissionFile
from mentorhalo.surveys.queries.people import interviewer_of
from mentorhalo.surveys.queries.served import served_file

from .. import actions
from ..forms.interviews import AttemptForm, QuestionnaireForm
from ..queries.interviews import form_of, form_to_fill
from ..queries.returned import answers_of, file_of, returned_responses
from .answers import answered, length_of, told_as_json


@door("field.interview")
@require_GET
def form(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A questionnaire of theirs, ready to be filled without a signal; 304 where the phone has it."""
    interviewer = _interviewing(request)
    try:
        version = form_of(pk, interviewer, timezone.localdate())
    except InstrumentVersion.DoesNotExist:
        raise Http404 from None
    return told_as_json(request, form_to_fill(version, interviewer))


@door("field.interview")
@require_GET
def form_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A picture or sound of a questionnaire, for the phone to keep; never shown as a page."""
    try:
        file = served_file(_interviewing(request), pk, timezone.localdate())
    except FormFile.DoesNotExist:
        raise Http404 from None
    if file.source != FileSource.UPLOAD:
        raise Http404  # a live data set comes with its form
    return _kept(file)


@door("field.interview")
@require_GET
def returned(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A questionnaire that came back to who recorded it, as it was sent last."""
    return told_as_json(request, answers_of(_returned(request, pk)))


@door("field.interview")
@require_GET
def returned_file(request: SignedInRequest, pk: UUID, file: UUID) -> HttpResponse:
    try:
        return _kept(file_of(_returned(request, pk), file))
    except SubmissionFile.DoesNotExist:
        raise Http404 from None


@door("field.interview")
@require_POST
def send_questionnaire(request: SignedInRequest) -> HttpResponse:
    """A questionnaire as XML; its files come after it one by one, each with the same answers again."""
    if length_of(request) > LARGEST_XML + (settings.EVIDENCE_MAX_MEGABYTES + 1) * 1024 * 1024:
        most = {"most": settings.EVIDENCE_MAX_MEGABYTES}
        return answered("refused", _("A file may be %(most)s MB at most.") % most)
    interviewer = _sender(request)
    if isinstance(interviewer, HttpResponse):
        return interviewer
    form = QuestionnaireForm(request.POST, request.FILES, interviewer=interviewer)
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    said = form.cleaned_data
    try:
        is_new = actions.receive_questionnaire(
            xml=said["xml"].read(),
            xml_sha256=said["xml_sha256"],
            upload=said["file"],
            file_sha256=said["file_sha256"],
            interviewer=interviewer,
            unit=said["unit"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.Cut:
        return answered("later", _("It did not arrive whole."))
    except SendingRefused as refusal:
        return answered("refused", str(refusal))
    return answered("stored" if is_new else "repeated")


@door("field.interview")
@require_POST
def send_attempt(request: SignedInRequest) -> HttpResponse:
    """What came of a visit, under an identity minted on the phone."""
    interviewer = _sender(request)
    if isinstance(interviewer, HttpResponse):
        return interviewer
    form = AttemptForm(request.POST, interviewer=interviewer)
    if not form.is_valid():
        return answered("refused", errors=form.errors)
    said = form.cleaned_data
    try:
        is_new = actions.receive_attempt(
            key=said["id"],
            unit=said["unit"],
            result=said["result"],
            attempted_at=said["attempted_at"],
            appointment_at=said["appointment_at"],
            interviewer=interviewer,
            by=request.user,
            at=timezone.now(),
        )
    except AttemptRefused as refusal:
        return answered("refused", errors={refusal.field: [str(refusal)]})
    return answered("stored" if is_new else "repeated")


def _returned(request: SignedInRequest, pk: UUID) -> Response:
    try:
        return returned_responses(_interviewing(request)).get(pk=pk)
    except Response.DoesNotExist:
        raise Http404 from None


def _kept(file: FormFile | SubmissionFile) -> HttpResponse:
    """Its bytes, for the phone to keep; never shown as a page."""
    try:
        with file.file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=file.media_type or "application/octet-stream", headers=headers)


def _sender(request: SignedInRequest) -> Interviewer | HttpResponse:
    """Whose outbox it is, also when their work has ended; else what to answer."""
    if request.POST.get("account") != str(request.user.pk):
        return answered("sign_in" if request.POST.get("account") else "later")
    interviewer = Interviewer.objects.filter(user=request.user).first()
    return interviewer or answered("refused", _("This account records no questionnaires."))


def _interviewing(request: SignedInRequest) -> Interviewer:
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    return interviewer
