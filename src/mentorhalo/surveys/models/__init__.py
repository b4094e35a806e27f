"""Studies: instruments, fieldwork, responses, keys, quality."""

from .data import DataKey, Export
from .fieldwork import ContactAttempt, FieldAssignment, Quota, SampleUnit, Stratum
from .instruments import FormFile, Instrument, InstrumentVersion
from .interviewers import DraftFile, Enrolment, Interviewer, Invitation, WebDraft
from .keys import RespondentKey, UnitKey
from .quality import ComparedQuestion, QualityFlag, QualityRule, QualityRun, Recontact
from .responses import Decision, Response, Submission, SubmissionFile
from .studies import KeyHolder, Study, Wave

__all__ = [
    "ComparedQuestion",
    "ContactAttempt",
    "DataKey",
    "Decision",
    "DraftFile",
    "Enrolment",
    "Export",
    "FieldAssignment",
    "FormFile",
    "Instrument",
    "InstrumentVersion",
    "Interviewer",
    "Invitation",
    "KeyHolder",
    "QualityFlag",
    "QualityRule",
    "QualityRun",
    "Quota",
    "Recontact",
    "RespondentKey",
    "Response",
    "SampleUnit",
    "Stratum",
    "Study",
    "Submission",
    "SubmissionFile",
    "UnitKey",
    "Wave",
    "WebDraft",
]
