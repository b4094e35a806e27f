"""The form an editor writes a page in: it refuses to publish what cannot be read by everybody."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from mentorhalo.website.checks import findings

HOME_DEPTH = 2
WAGTAIL_VIEW = "wagtail_serve"


class SitePageForm(WagtailAdminPageForm):
    """A draft may be anything; what is published or handed in passes the checks."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page is not None and self.parent_page.depth == HOME_DEPTH and is_taken(slug):
            self.add_error(
                "slug", ValidationError(gettext("This address belongs to another place of the site."))
            )
        if not self.is_deferred_validation and not self.errors:
            for finding in self._findings(cleaned):
                self.add_error(None, ValidationError(finding.words, code=finding.code))
        return cleaned

    def _findings(self, cleaned: dict[str, Any]) -> Any:
        """The page as this form would make it, before anything is written."""
        for name in ("title", "lead", "picture", "hero", "body"):
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        return findings(self.instance)


def is_taken(slug: str) -> bool:
    """Whether a view of ours answers at that address right under the home page; pages come last among the addresses."""
    try:
        return resolve(f"{reverse('website:home')}{slug}/").url_name != WAGTAIL_VIEW
    except Resolver404:
        return False


class CheckPanel(Panel):
    """What the page as saved last would be refused for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(heading=_("Checks before publishing"), icon="tick", **options)

    def clone_kwargs(self) -> dict[str, Any]:
        return {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "website/editor/checks.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["findings"] = findings(self.instance) if self.instance.pk else []
            context["is_new"] = not self.instance.pk
            return context
