"""Sentences of Wagtail that its Hungarian catalogue lacks or says amiss.

Named here, they belong to our catalogue, which is asked before theirs. Their English stays as it is.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("The page could not be saved due to validation errors."),
    _("The page could not be created due to validation errors."),
    _("Go to the first error"),
    _("This field is required."),
    _("Promote"),
)
