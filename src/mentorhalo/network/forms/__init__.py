from .people import (
    DayForm,
    EndForm,
    EndMandateForm,
    FormGroupForm,
    GroupField,
    LeaderForm,
    MandateForm,
    MentorFilter,
    MentorForm,
    OwnCardForm,
    ReviseMandateForm,
)

__all__ = [
    "DayForm",
    "EndForm",
    "EndMandateForm",
    "FormGroupForm",
    "GroupField",
    "LeaderForm",
    "MandateForm",
    "MentorFilter",
    "MentorForm",
    "OwnCardForm",
    "ReviseMandateForm",
]
