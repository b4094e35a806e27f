"""Words: running text with few, accessible features, quotes, tables, questions that open, ways to act."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    EmailBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StructBlock,
    URLBlock,
)
from wagtail.blocks import (
    TextBlock as PlainTextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
INNER_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(RichTextBlock):
    """Running text with headings of the second to the fourth level."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": FEATURES, **options})

    class Meta:
        label = _("text")
        icon = "pilcrow"
        template = "website/blocks/text.html"


class QuoteBlock(StructBlock):
    quote = PlainTextBlock(label=_("quotation"), max_length=600)
    who = CharBlock(label=_("who said it"), max_length=120, required=False)

    class Meta:
        label = _("quotation")
        icon = "openquote"
        template = "website/blocks/quote.html"


class TableBlock(StructBlock):
    """A table always has a caption and a header row; the first cell of each row is its header."""

    caption = CharBlock(label=_("caption"), max_length=200)
    table = TypedTableBlock(
        [
            ("words", CharBlock(label=_("words"), required=False)),
            ("number", CharBlock(label=_("number"), required=False)),
        ],
        label=_("table"),
    )

    class Meta:
        label = _("table")
        icon = "table"
        template = "website/blocks/table.html"


class AccordionItemBlock(StructBlock):
    summary = CharBlock(label=_("what one opens"), max_length=160)
    text = RichTextBlock(label=_("what it says"), features=INNER_FEATURES)


class AccordionBlock(StructBlock):
    """Questions that open to their answers."""

    entries = ListBlock(AccordionItemBlock(label=_("item")), label=_("items"), min_num=1)

    class Meta:
        label = _("questions that open")
        icon = "list-ul"
        template = "website/blocks/accordion.html"


class CallToActionBlock(StructBlock):
    """One thing to do, with its words: a page of the site or an address."""

    words = CharBlock(
        label=_("words of the button"), max_length=60, help_text=_("A verb: what the visitor does there.")
    )
    page = PageChooserBlock(label=_("page"), required=False)
    address = CharBlock(
        label=_("or an address"),
        max_length=300,
        required=False,
        help_text=_("Within the site (/mentors/) or https://…"),
    )

    class Meta:
        label = _("what to do next")
        icon = "arrow-right"
        template = "website/blocks/action.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise ValidationError(gettext("Choose a page or write an address: one of the two."))
        if cleaned["address"] and not cleaned["address"].startswith(("/", "https://")):
            raise ValidationError(gettext("The address begins with / or with https://."))
        return cleaned


class ContactBlock(StructBlock):
    name = CharBlock(label=_("name"), max_length=120)
    role = CharBlock(label=_("what they can be asked about"), max_length=200, required=False)
    email = EmailBlock(label=_("e-mail"), required=False)
    phone = CharBlock(label=_("phone"), max_length=40, required=False)
    place = CharBlock(label=_("postal address"), max_length=200, required=False)
    website = URLBlock(label=_("website"), required=False)

    class Meta:
        label = _("contact")
        icon = "mail"
        template = "website/blocks/contact.html"
