from django.db import models
from django.utils.translation import gettext_lazy as _


class FaultKind(models.TextChoices):
    """What is wrong with the first altered row of the journal."""

    CONTENT = "content", _("its content is not what its digest was made of")
    SEALED = "sealed", _("it was rewritten together with its digest after it was sealed")
    MISSING = "missing", _("a sealed row is gone")
    ADDED = "added", _("it was slipped in among sealed rows")
    UNREADABLE = "unreadable", _("it cannot be read")
    SEAL = "seal", _("its content is not what its hash was made of")
    ROOT = "root", _("its digests do not give its root")
    CHAIN = "chain", _("it does not follow the seal before it")
    EXPECTED = "expected", _("no seal has the hash that was written down")


class DifferenceKind(models.TextChoices):
    """How the journal and a record disagree."""

    LACKING = "lacking", _("the record says it, the journal does not")
    SURPLUS = "surplus", _("the journal says it, the record does not")
    DIFFERENT = "different", _("the two say it differently")
    UNKNOWN = "unknown", _("no room says how to derive it")


class JournalTable(models.TextChoices):
    """The tables of the journal by the names they have in written forms and seals."""

    FACT = "fact", _("fact")
    VOID = "void", _("void")
    LINK = "link", _("link")
    UNLINK = "unlink", _("undoing of a link")
    SEAL = "seal", _("seal")
