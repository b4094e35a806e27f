"""Live things: figures, the county map, news, people, and whatever rooms offer. A page stores the choice, never the value."""

from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock, ListBlock, StructBlock

from mentorhalo.core.registry import registry

type Choices = list[tuple[str, str]]


def figures_offered() -> Choices:
    return registry.choices["figure"]()


def counties_offered() -> Choices:
    return registry.choices["county"]()


def topics_offered() -> Choices:
    return registry.choices["topic"]()


def live_offered() -> list[tuple[str, Choices]]:
    """Everything rooms offer that has a template of its own, under the name of its kind."""
    return [
        (
            str(source.label),
            [(f"{name}:{code}", words) for code, words in source.choices()]
            if source.choices
            else [(f"{name}:", str(source.label))],
        )
        for name, source in sorted(registry.live.items())
        if source.template
    ]


class CodeBlock(ChoiceBlock):
    """A choice among codes. They are text, as they are stored: a page that is shown need not ask for all that is offered."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class LiveBlock(StructBlock):
    """A block whose content is asked for when the page is shown."""

    source: ClassVar[str] = ""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        source = registry.live.get(self.source)
        context["live"] = source.shown(request, value) if source and request else None
        return context


class FiguresBlock(LiveBlock):
    """Figures with the way to their rule; the value is counted when the page is read."""

    source = "figures"

    title = CharBlock(label=_("title"), max_length=120)
    figures = ListBlock(
        CodeBlock(choices=figures_offered), label=_("figures"), help_text=_("None chosen: all public ones.")
    )

    class Meta:
        label = _("figures")
        icon = "order"
        template = "website/blocks/figures.html"


class CountyMapBlock(LiveBlock):
    source = "county_map"

    title = CharBlock(label=_("title"), max_length=120)

    class Meta:
        label = _("county map with its table")
        icon = "site"
        template = "website/blocks/county_map.html"


class NewsBlock(LiveBlock):
    source = "news"

    title = CharBlock(label=_("title"), max_length=120)
    count = IntegerBlock(label=_("how many"), min_value=1, max_value=12, default=3)
    topic = CodeBlock(label=_("topic"), choices=topics_offered, required=False)

    class Meta:
        label = _("latest news")
        icon = "list-ul"
        template = "website/blocks/news.html"


class PeopleBlock(LiveBlock):
    source = "people"

    title = CharBlock(label=_("title"), max_length=120)
    county = CodeBlock(label=_("county"), choices=counties_offered)

    class Meta:
        label = _("mentors of a county")
        icon = "group"
        template = "website/blocks/people.html"


class FromTheRoomsBlock(StructBlock):
    """One thing that a room offers: a question, a practice, dates."""

    title = CharBlock(label=_("title"), max_length=120, required=False)
    what = CodeBlock(label=_("what to show"), choices=live_offered)

    class Meta:
        label = _("question, practice, dates")
        icon = "view"

    def render(self, value: Any, context: dict[str, Any] | None = None) -> SafeString:
        name, _colon, chosen = str(value["what"] or "").partition(":")
        request = (context or {}).get("request")
        source = registry.live.get(name)
        if source is None or request is None or not source.template:
            return SafeString("")
        shown = source.shown(request, {"chosen": chosen, "title": value["title"]})
        if shown is None:
            return SafeString("")
        return render_to_string(source.template, {"title": value["title"], **shown}, request=request)
