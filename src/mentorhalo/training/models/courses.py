from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ModuleRole, VersionState


class Course(Entity):
    """A training with a name and a code of its own; what it consists of stands in its versions."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="courses")
    code = models.SlugField(_("code"), max_length=20, unique=True)  # begins the numbers of certificates
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one or two sentences"), max_length=400)
    register_number = models.CharField(
        _("number in the register of adult training"), max_length=60, blank=True
    )
    founded_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class CourseVersionQuerySet(models.QuerySet["CourseVersion"]):
    def in_use(self) -> Self:
        return self.filter(state=VersionState.OPEN)


class CourseVersion(Entity):
    """What a course consists of, and the rule of its completion. Unchanged once it is in use; a new one takes its place.

    The rule: at least this share of the hours, these points of the exam and of the portfolio, this share of the material gone
    through, in per cent; 0 asks for none.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=8, choices=VersionState, default=VersionState.DRAFT)
    hours = models.PositiveSmallIntegerField(_("hours"))
    least_attendance = models.PositiveSmallIntegerField(_("share of the hours (%)"), default=90)
    least_exam = models.PositiveSmallIntegerField(_("points of the final exam (%)"), default=60)
    least_portfolio = models.PositiveSmallIntegerField(_("points of the portfolio (%)"), default=60)
    least_material = models.PositiveSmallIntegerField(_("share of the material gone through (%)"), default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(state=VersionState.OPEN),
                name="course_one_version_in_use",
                violation_error_message=_("Another version of this course is in use."),
            ),
            models.CheckConstraint(
                condition=Q(
                    least_attendance__lte=100,
                    least_exam__lte=100,
                    least_portfolio__lte=100,
                    least_material__lte=100,
                ),
                name="course_rule_in_per_cent",
                violation_error_message=_("A share is at most 100 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} ({self.number})"

    @property
    def rule(self) -> dict[str, int]:
        return {
            "version": self.number,
            "hours": self.hours,
            "least_attendance": self.least_attendance,
            "least_exam": self.least_exam,
            "least_portfolio": self.least_portfolio,
            "least_material": self.least_material,
        }


class Module(Entity):
    """A part of a course version: its hours by kind, and what one can do after it."""

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    outcomes = models.TextField(_("learning outcomes"), max_length=4000)
    theory = models.PositiveSmallIntegerField(_("hours of theory"), default=0)
    practice = models.PositiveSmallIntegerField(_("hours of practice"), default=0)
    e_learning = models.PositiveSmallIntegerField(_("hours of e-learning"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"],
                name="module_order_once",
                violation_error_message=_("Another module has this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"

    @property
    def hours(self) -> int:
        return self.theory + self.practice + self.e_learning


class Assignment(Entity):
    """That somebody writes, reviews or teaches a module. Nobody reviews what they write: the database refuses it."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="module_assignments"
    )
    role = models.CharField(_("role"), max_length=12, choices=ModuleRole)
    due_on = models.DateField(_("until"), null=True, blank=True)
    assigned_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "user", "role"],
                name="assignment_once",
                violation_error_message=_("This person has this role in the module already."),
            ),
            models.UniqueConstraint(
                fields=["module", "user"],
                condition=Q(role__in=[ModuleRole.AUTHOR, ModuleRole.REVIEWER]),
                name="assignment_author_is_no_reviewer",
                violation_error_message=_("Nobody reviews the module they write."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
