"""What an editor may put on a page, and where."""

from .live import CountyMapBlock, FiguresBlock, FromTheRoomsBlock, NewsBlock, PeopleBlock
from .media import DocumentsBlock, GalleryBlock, PictureBlock, VideoBlock
from .streams import BODY, HERO, Stream
from .text import (
    AccordionBlock,
    CallToActionBlock,
    ContactBlock,
    QuoteBlock,
    TableBlock,
    TextBlock,
)

__all__ = [
    "BODY",
    "HERO",
    "AccordionBlock",
    "CallToActionBlock",
    "ContactBlock",
    "CountyMapBlock",
    "DocumentsBlock",
    "FiguresBlock",
    "FromTheRoomsBlock",
    "GalleryBlock",
    "NewsBlock",
    "PeopleBlock",
    "PictureBlock",
    "QuoteBlock",
    "Stream",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
