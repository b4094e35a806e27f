"""What the site is made of: pages, news, pictures, documents, menus."""

from .media import Picture, PictureRendition, SiteDocument
from .menus import MenuItem
from .news import NewsIndexPage, NewsPage, NewsPageTopic
from .pages import ContentPage, HomePage, SectionPage
from .statement import AccessibilityStatement
from .version import ContentVersion

__all__ = [
    "AccessibilityStatement",
    "ContentPage",
    "ContentVersion",
    "HomePage",
    "MenuItem",
    "NewsIndexPage",
    "NewsPage",
    "NewsPageTopic",
    "Picture",
    "PictureRendition",
    "SectionPage",
    "SiteDocument",
]
