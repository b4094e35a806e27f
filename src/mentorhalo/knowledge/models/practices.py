"""A good practice, its versions, and a version's words in each language."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.models import Entity
from mentorhalo.partners.choices import Sector
from mentorhalo.programmes.models import in_readers_language

from ..choices import (
    OPEN_STATES,
    Licence,
    PracticeState,
    TermKind,
)

FIELDS = [(field.value, field.label) for field in (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)]


class TermQuerySet(models.QuerySet["Term"]):
    def offered_to(self, version: "PracticeVersion | None") -> Self:
        """The words in use, and those this version is told by already."""
        if version is None:
            return self.filter(is_active=True)
        return self.filter(Q(is_active=True) | Q(pk__in=version.terms.values("pk")))


class Term(models.Model):
    """One word of a list by which practices are found: for whom, with whom."""

    kind = models.CharField(max_length=8, choices=TermKind)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def public(self) -> Self:
        """What everybody may read: those with a published version."""
        return self.filter(public_version__isnull=False)

    def listed(self) -> Self:
        """What lists, search and downloads offer: public, and confirmed in time."""
        return self.public().filter(archived_on=None)


class Practice(Entity):
    """Something that worked (or did not) somewhere and is worth doing again. What is told of it stands in its versions.

    `number` makes its stable identifier. `variant_of` is the practice of which this is another telling: both count once.
    Name and address of the contact may be erased; the practice stays without them.
    """

    number = models.PositiveIntegerField(unique=True)
    field = models.CharField(
        _("field"),
        max_length=16,
        choices=FIELDS,
    )
    organisation = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
        verbose_name=_("institution"),
    )
    institution_name = models.CharField(_("institution"), max_length=200)  # as it was called then
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="+", verbose_name=_("settlement")
    )
    county = models.CharField(_("county"), max_length=2)  # of the settlement, on the day of proposing
    programme = models.CharField(max_length=40, blank=True)
    contributor = models.ForeignKey(
        "network.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
        verbose_name=_("contributing mentor"),
    )
    is_lesson = models.BooleanField(_("a lesson from something that did not work"), default=False)
    variant_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="variants",
        verbose_name=_("variant of"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
        verbose_name=_("told already by"),
    )
    public_version = models.OneToOneField(
        "knowledge.PracticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="public_of"
    )
    # What was public last, whether it still is or not: harvesters are told of what was taken back in its sets.
    last_public_version = models.ForeignKey(
        "knowledge.PracticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_is_public = models.BooleanField(_("the contact may be shown publicly"), default=False)
    contact_until = models.DateField(_("the contact's leave ends on"), null=True, blank=True)
    offered_by_name = models.CharField(
        _("name"), max_length=150, blank=True
    )  # by an outsider, without account
    offered_by_email = models.EmailField(_("e-mail"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)  # its first accepted version
    published_on = models.DateField(_("published on"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirm_by = models.DateField(_("to be confirmed by"), null=True, blank=True)
    archived_on = models.DateField(_("archived on"), null=True, blank=True)
    asked_to_confirm = models.PositiveSmallIntegerField(default=0)  # letters nobody has answered yet
    # When what everybody may read of it last changed: the latest of all is the edition of the public pages.
    public_changed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["field", "county"], name="practice_field_county"),
            models.Index(fields=["published_on", "number"], name="practice_published"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(variant_of=None) | ~Q(variant_of=F("id")), name="practice_not_its_own_variant"
            ),
            models.CheckConstraint(
                condition=Q(contact_is_public=False) | Q(contact_until__isnull=False),
                name="practice_contact_leave_ends",
                violation_error_message=_("Leave to show a person publicly needs a last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The stable identifier: it never changes and is never given again."""
        return f"JGY-{self.number:04d}"

    @property
    def reference(self) -> str:
        """What the journal calls it: "type:id"."""
        return f"practice:{self.pk}"


class PracticeVersionQuerySet(models.QuerySet["PracticeVersion"]):
    def open(self) -> Self:
        """Those that somebody still has something to do with."""
        return self.filter(state__in=OPEN_STATES)

    def owed_to(self, user: User) -> Self:
        """Those this person contributed, or wrote words of, however long ago and in whichever language: others review them."""
        written = PracticeVersion.writers.through._default_manager.filter(user=user)
        return self.filter(
            Q(practice__created_by=user)
            | Q(practice__contributor__user=user)
            | Q(pk__in=written.values("practiceversion"))
        )


class PracticeVersion(Entity):
    """One telling of a practice on its way: the conditions it needs, and its words in one or more languages.

    `seen` rises with each saving: who saves on top of somebody else's words is told. What was accepted is frozen under `fingerprint`.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=PracticeState, default=PracticeState.DRAFT)
    state_at = models.DateTimeField()
    language = models.CharField(_("language"), max_length=5, default="hu")  # of the original words
    starts_on = models.DateField(_("practised from"), null=True, blank=True)
    ends_on = models.DateField(_("practised until"), null=True, blank=True)  # empty: to this day
    # Codes of `Band`, one of each ladder; empty: not said yet.
    settlement_size = models.CharField(_("settlement size"), max_length=40, blank=True)
    staff_band = models.CharField(_("staff"), max_length=40, blank=True)
    money_band = models.CharField(_("money in a year"), max_length=40, blank=True)
    time_band = models.CharField(_("time until the first result"), max_length=40, blank=True)
    topics = models.ManyToManyField(
        "programmes.Topic", blank=True, related_name="practice_versions", verbose_name=_("topics")
    )
    terms = models.ManyToManyField(Term, blank=True, related_name="practice_versions")
    licence = models.CharField(_("licence"), max_length=16, choices=Licence, default=Licence.CC_BY)
    seen = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_by_name = models.CharField(max_length=150, blank=True)  # of who wrote without an account
    # Everybody by whose account words of it were written, those it took over from an earlier version too.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)  # sha-256 of what was accepted
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "number"]
        indexes = [models.Index(fields=["state", "state_at"], name="practice_version_state")]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_version_once"),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(state__in=OPEN_STATES),
                name="practice_version_open_once",
                violation_error_message=_("This practice already has a version in work."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="practice_ends_after_start",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "published", "superseded"])
                | (~Q(fingerprint="") & Q(accepted_at__isnull=False)),
                name="practice_accepted_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.number}"


class PracticeText(models.Model):
    """The words of one version in one language. An empty field needs a reason in `reasons`: {"difficulties": "…"}."""

    # Everything that is told, in the order of telling; `title` and `summary` are never left out.
    NARRATIVE: ClassVar[tuple[str, ...]] = (
        "problem",
        "audience",
        "steps",
        "participants",
        "resources",
        "difficulties",
        "results",
        "measured",
        "otherwise",
        "transfer",
        "needed",
    )

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("in a few sentences"), max_length=600, blank=True)
    problem = models.TextField(_("what was the problem, in what circumstances"), max_length=6000, blank=True)
    audience = models.TextField(_("for whom it was done"), max_length=6000, blank=True)
    steps = models.TextField(_("what was done, step by step"), max_length=12000, blank=True)
    participants = models.TextField(_("who took part: volunteers, partners"), max_length=6000, blank=True)
    resources = models.TextField(_("what it took: people, money, things"), max_length=6000, blank=True)
    difficulties = models.TextField(_("what was difficult"), max_length=6000, blank=True)
    results = models.TextField(_("what came of it"), max_length=6000, blank=True)
    measured = models.TextField(_("how that was measured"), max_length=6000, blank=True)
    otherwise = models.TextField(_("what we would do otherwise"), max_length=6000, blank=True)
    transfer = models.TextField(_("what others can take over"), max_length=6000, blank=True)
    needed = models.TextField(_("what it needs to work elsewhere"), max_length=6000, blank=True)
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="practice_language_once")]

    def __str__(self) -> str:
        return self.title
