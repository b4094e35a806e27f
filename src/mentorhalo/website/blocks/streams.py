"""The streams of the pages: which blocks stand where."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from .live import CountyMapBlock, FiguresBlock, FromTheRoomsBlock, NewsBlock, PeopleBlock
from .media import DocumentsBlock, GalleryBlock, PictureBlock, VideoBlock
from .text import AccordionBlock, CallToActionBlock, ContactBlock, QuoteBlock, TableBlock, TextBlock

HERO = [("action", CallToActionBlock())]

_WORDS = _("Words")
_MEDIA = _("Pictures and files")
_LIVE = _("Live from the network")

BODY = StreamBlock(
    [
        ("text", TextBlock(group=_WORDS)),
        ("quote", QuoteBlock(group=_WORDS)),
        ("table", TableBlock(group=_WORDS)),
        ("accordion", AccordionBlock(group=_WORDS)),
        ("action", CallToActionBlock(group=_WORDS)),
        ("contact", ContactBlock(group=_WORDS)),
        ("picture", PictureBlock(group=_MEDIA)),
        ("gallery", GalleryBlock(group=_MEDIA)),
        ("documents", DocumentsBlock(group=_MEDIA)),
        ("video", VideoBlock(group=_MEDIA)),
        ("figures", FiguresBlock(group=_LIVE)),
        ("county_map", CountyMapBlock(group=_LIVE)),
        ("news", NewsBlock(group=_LIVE)),
        ("people", PeopleBlock(group=_LIVE)),
        ("live", FromTheRoomsBlock(group=_LIVE)),
    ],
    required=False,
)


class Stream(StreamField):
    """A stream whose blocks are declared in the program alone.

    The column keeps JSON whatever the blocks are, so a migration need not repeat them, nor a new block bring a migration.
    """

    def deconstruct(self) -> Any:
        name, _path, _arguments, options = super().deconstruct()
        options["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], options
