"""What the accessibility statement says: settings of the site, put into words by its template."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from mentorhalo.programmes.models import in_readers_language
from mentorhalo.website.choices import Assessment, Conformance


@register_setting(icon="universal-access", order=100)
class AccessibilityStatement(BaseGenericSetting):
    """The statement of Act LXXV of 2018 and Decision (EU) 2018/1523. Its wording is the decision's; what differs is said here."""

    conformance = models.CharField(
        _("how far the site conforms"), max_length=8, choices=Conformance, default=Conformance.PARTIAL
    )
    gaps_hu = models.TextField(
        _("what is not accessible, and why, in Hungarian"), blank=True, help_text=_("One to a line.")
    )
    gaps_en = models.TextField(
        _("what is not accessible, and why, in English"), blank=True, help_text=_("One to a line.")
    )
    assessment = models.CharField(
        _("how it was assessed"), max_length=8, choices=Assessment, default=Assessment.SELF
    )
    prepared_on = models.DateField(_("statement prepared on"), default=timezone.localdate)
    reviewed_on = models.DateField(_("last reviewed on"), default=timezone.localdate)
    contact_name = models.CharField(_("who answers"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail address for feedback"), blank=True)
    contact_phone = models.CharField(_("telephone for feedback"), max_length=40, blank=True)
    enforcement_name = models.CharField(
        _("body that enforces the act"),
        max_length=200,
        default="Kormányzati Informatikai Fejlesztési Ügynökség (KIFÜ)",
    )
    enforcement_url = models.URLField(_("its address"), blank=True)

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("conformance"), FieldPanel("gaps_hu"), FieldPanel("gaps_en")],
            heading=_("State of the site"),
        ),
        MultiFieldPanel(
            [FieldPanel("assessment"), FieldPanel("prepared_on"), FieldPanel("reviewed_on")],
            heading=_("Assessment"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
            heading=_("Feedback"),
        ),
        MultiFieldPanel(
            [FieldPanel("enforcement_name"), FieldPanel("enforcement_url")], heading=_("Enforcement")
        ),
    ]

    class Meta:
        verbose_name = _("accessibility statement")

    @property
    def gaps(self) -> list[str]:
        """What is not accessible, one to a line, in the reader's language."""
        said = in_readers_language(self.gaps_hu, self.gaps_en)
        return [line.strip() for line in said.splitlines() if line.strip()]

    @property
    def is_due(self) -> bool:
        """Whether a year has passed since it was last looked through."""
        return (timezone.localdate() - self.reviewed_on).days > 365
