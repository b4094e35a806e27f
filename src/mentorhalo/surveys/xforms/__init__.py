"""Questionnaires without a framework: a workbook to a form, a form to a tree, a submission to answers, two forms compared."""

from mentorhalo.surveys.xforms.comparison import Change, compare, is_comparable
from mentorhalo.surveys.xforms.conversion import Converted, check_xform, convert_workbook
from mentorhalo.surveys.xforms.envelope import Envelope, read_envelope
from mentorhalo.surveys.xforms.erasure import texts_apart, with_answers_blanked
from mentorhalo.surveys.xforms.filenames import LONGEST_NAME, file_name
from mentorhalo.surveys.xforms.form import Form, Placed, codes_of, flatten
from mentorhalo.surveys.xforms.formreader import read_form
from mentorhalo.surveys.xforms.identity import Guess, identity_guesses
from mentorhalo.surveys.xforms.nodes import Choice, Entity, Group, Itemset, Node, Question, Repeat
from mentorhalo.surveys.xforms.places import COARSE, Places, places_of, with_places_coarse
from mentorhalo.surveys.xforms.problems import Problem, WorkbookRefused
from mentorhalo.surveys.xforms.safexml import MalformedXml, parse_xml
from mentorhalo.surveys.xforms.sentences import SENTENCES
from mentorhalo.surveys.xforms.submission import Misfit, Reading, read_submission
from mentorhalo.surveys.xforms.writing import write_submission

__all__ = [
    "COARSE",
    "LONGEST_NAME",
    "SENTENCES",
    "Change",
    "Choice",
    "Converted",
    "Entity",
    "Envelope",
    "Form",
    "Group",
    "Guess",
    "Itemset",
    "MalformedXml",
    "Misfit",
    "Node",
    "Placed",
    "Places",
    "Problem",
    "Question",
    "Reading",
    "Repeat",
    "WorkbookRefused",
    "check_xform",
    "codes_of",
    "compare",
    "convert_workbook",
    "file_name",
    "flatten",
    "identity_guesses",
    "is_comparable",
    "parse_xml",
    "places_of",
    "read_envelope",
    "read_form",
    "read_submission",
    "texts_apart",
    "with_answers_blanked",
    "with_places_coarse",
    "write_submission",
]
