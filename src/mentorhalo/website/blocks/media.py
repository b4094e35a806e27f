"""Pictures, documents and films. Nothing is fetched from outside."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    caption = CharBlock(label=_("caption"), max_length=250, required=False)

    class Meta:
        label = _("picture")
        icon = "image"
        template = "website/blocks/picture.html"


class GalleryBlock(StructBlock):
    title = CharBlock(label=_("title"), max_length=120)
    pictures = ListBlock(ImageChooserBlock(), label=_("pictures"), min_num=2)

    class Meta:
        label = _("gallery")
        icon = "image"
        template = "website/blocks/gallery.html"


class DocumentsBlock(StructBlock):
    title = CharBlock(label=_("title"), max_length=120)
    documents = ListBlock(DocumentChooserBlock(), label=_("documents"), min_num=1)

    class Meta:
        label = _("documents")
        icon = "doc-full"
        template = "website/blocks/documents.html"


class VideoBlock(StructBlock):
    """A film from our own documents, with subtitles or a text that says the same."""

    title = CharBlock(label=_("title"), max_length=160)
    film = DocumentChooserBlock(label=_("film (mp4 or webm)"))
    subtitles = DocumentChooserBlock(label=_("subtitles (vtt)"), required=False)
    has_speech = BooleanBlock(label=_("somebody speaks in it"), required=False, default=True)
    transcript = CharBlock(label=_("what is said and seen"), max_length=2000, required=False)

    class Meta:
        label = _("film")
        icon = "media"
        template = "website/blocks/video.html"
