"""What people fill in; each form turns into the draft of an action."""

from .cards import CommunityForm, ConsortiumForm, OrganisationForm, OwnCommunityForm, OwnOrganisationForm
from .contacts import (
    ConsentForm,
    ContactForm,
    EndContactForm,
    OwnConsentForm,
    RepresentForm,
    ReviseContactForm,
)
from .filters import CommunityFilter, ConsortiumFilter, OrganisationFilter
from .merging import MergeForm, ReasonForm, SplitForm

__all__ = [
    "CommunityFilter",
    "CommunityForm",
    "ConsentForm",
    "ConsortiumFilter",
    "ConsortiumForm",
    "ContactForm",
    "EndContactForm",
    "MergeForm",
    "OrganisationFilter",
    "OrganisationForm",
    "OwnCommunityForm",
    "OwnConsentForm",
    "OwnOrganisationForm",
    "ReasonForm",
    "RepresentForm",
    "ReviseContactForm",
    "SplitForm",
]
