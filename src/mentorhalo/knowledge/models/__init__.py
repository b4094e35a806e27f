"""What is worth doing again: good practices; methods and model projects have files of their own beside them."""

from .adoptions import Adoption
from .bands import Band
from .carrying_out import Milestone, Spending
from .methods import Method, MethodReview, MethodVersion
from .photos import PracticePhoto
from .practices import Practice, PracticeText, PracticeVersion, Term
from .projects import (
    BudgetLine,
    ModelProject,
    ProjectActivity,
    ProjectCall,
    ProjectMove,
    ProjectPartner,
    Reading,
)
from .reviews import Consent, ConsentText, Criterion, FieldEditor, Mark, PracticeMove, PracticeReview
from .shelves import Booklet, Shelf, ShelfItem

__all__ = [
    "Adoption",
    "Band",
    "Booklet",
    "BudgetLine",
    "Consent",
    "ConsentText",
    "Criterion",
    "FieldEditor",
    "Mark",
    "Method",
    "MethodReview",
    "MethodVersion",
    "Milestone",
    "ModelProject",
    "Practice",
    "PracticeMove",
    "PracticePhoto",
    "PracticeReview",
    "PracticeText",
    "PracticeVersion",
    "ProjectActivity",
    "ProjectCall",
    "ProjectMove",
    "ProjectPartner",
    "Reading",
    "Shelf",
    "ShelfItem",
    "Spending",
    "Term",
]
