"""The composer: the words of a letter in one language, block by block, as they are typed; and what is said around them."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.images.models import AbstractImage

from mentorhalo.core.forms import SuggestField, Suggestion
from mentorhalo.core.registry import registry

from ..actions.composing import TextDraft, fingerprint
from ..blocks import MOST_BLOCKS, Block, BlocksRefused, Kind, Part, kinds, moved, new_block, without
from ..models import IssueText
from ..queries.issues import picture_chosen

LARGEST_PICTURE = 10 * 1024 * 1024


class Unfinished(forms.Field):
    """Asked as required, taken empty: a draft need not be finished, and the checks say what is missing."""

    def clean(self, value: Any) -> Any:
        asked, self.required = self.required, False
        try:
            return super().clean(value)
        finally:
            self.required = asked


class UnfinishedWords(Unfinished, forms.CharField):
    pass


class UnfinishedChoice(Unfinished, forms.ChoiceField):
    pass


class UnfinishedSuggestion(Unfinished, SuggestField):
    pass


class SubjectForm(forms.ModelForm[IssueText]):
    """The subject and the first line, finished or not."""

    use_required_attribute = False
    subject = UnfinishedWords(label=pgettext_lazy("of a letter", "Subject"), max_length=160)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    class Meta:
        model = IssueText
        fields = ["subject", "preview"]
        help_texts = {"preview": _("Mail programs show it beside the subject.")}

    def _post_clean(self) -> None:
        """The record itself is changed by the action."""


class BlockForm(forms.Form):
    """The fields of one block, asked as its kind says."""

    use_required_attribute = False

    def __init__(self, kind: Kind, block: Block, **options: Any) -> None:
        self.kind = kind
        self.block = block
        super().__init__(prefix=f"b-{block['id']}", initial=_shown(kind, block), **options)
        for part in kind.parts:
            self.fields[part.name] = _field(part, kind)
        if any(part.form == "picture" for part in kind.parts):
            self.fields["upload"] = PictureUpload()
        self.order_fields(["image", "upload"])

    @property
    def picture_id(self) -> int | None:
        """Of the picture to show beside the fields."""
        value = self.block.get("image", "")
        return int(value) if value.isdecimal() else None

    @property
    def told(self) -> Block:
        """The block as cleaned; of a picture, its id."""
        said = {name: self.cleaned_data.get(name) for name in self.kind.names}
        return {**self.block, **{name: _as_text(value) for name, value in said.items()}}

    @property
    def typed(self) -> Block:
        """The block as typed, whether it is right or not."""
        return {**self.block, **{part.name: self._typed(part) for part in self.kind.parts}}

    def _typed(self, part: Part) -> str:
        if part.form == "picture":
            value = self.fields[part.name].widget.value_from_datadict(
                self.data, self.files, self.add_prefix(part.name)
            )
            return value[1] or ""
        return str(self.data.get(self.add_prefix(part.name), ""))


class PictureUpload(forms.ImageField):
    """A picture as cameras and phones make them; drawings (SVG) can hold scripts and are refused."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Or upload one"),
            required=False,
            help_text=_("JPEG, PNG or WebP, at most 10 MB."),
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        )

    def to_python(self, data: File[Any] | None) -> File[Any] | None:
        if data is not None and (data.size or 0) > LARGEST_PICTURE:
            raise ValidationError(_("The picture is larger than 10 MB."))
        file = super().to_python(data)
        kind = getattr(getattr(file, "image", None), "format", None)
        if file is not None and kind not in ("JPEG", "PNG", "WEBP"):
            raise ValidationError(_("Only JPEG, PNG and WebP pictures can stand in a letter."))
        return file


class Composer:
    """One page of writing: a subject, blocks in their order, and what was pressed."""

    def __init__(self, text: IssueText, data: Any = None, files: Any = None) -> None:
        self.text = text
        self.data = data
        self.files = None if data is None else files  # files alone would make the forms bound, and empty
        initial = {"seen": fingerprint(text) if text.pk else ""}
        self.subject = SubjectForm(data, instance=text, initial=initial)
        self.subject.label_suffix = ""
        self._kinds = kinds()

    @cached_property
    def forms(self) -> list[BlockForm]:
        known = self.text.blocks if self.data is None else self._arrived()
        return [
            BlockForm(self._kinds[block["type"]], block, data=self.data, files=self.files)
            for block in known
            if block["type"] in self._kinds
        ]

    def _arrived(self) -> list[Block]:
        """Identity and kind of the blocks that were sent, in their order."""
        pairs = (value.partition(":") for value in self.data.getlist("block")[: MOST_BLOCKS + 1])
        known = {
            identity: kind for identity, _colon, kind in pairs if identity.isalnum() and kind in self._kinds
        }
        return [{"id": identity, "type": kind} for identity, kind in known.items()]

    def is_valid(self) -> bool:
        checked = [self.subject.is_valid(), *(form.is_valid() for form in self.forms)]
        return all(checked)

    @property
    def uploads(self) -> list[tuple[BlockForm, UploadedFile]]:
        return [(form, form.cleaned_data["upload"]) for form in self.forms if form.cleaned_data.get("upload")]

    def draft(self, pictures: Mapping[str, AbstractImage] | None = None) -> TextDraft:
        """What to keep; `pictures` are the uploaded ones by the id of their block. Only when valid."""
        stored = pictures or {}
        blocks = [
            {**form.told, "image": str(stored[form.block["id"]].pk)}
            if form.block["id"] in stored
            else form.told
            for form in self.forms
        ]
        said = self.subject.cleaned_data
        return TextDraft(said["subject"], said["preview"], rearranged(blocks, self.deed))

    def again(self) -> "Composer":
        """The same page with what was pressed done to what was typed; for when it could not be kept."""
        typed = rearranged([form.typed for form in self.forms], self.deed)
        shown = Composer(self.text, self.data, self.files)
        sent = self.data.getlist("block")
        shown.__dict__["forms"] = [
            BlockForm(kind, block, data=self.data, files=self.files)
            if f"{block['id']}:{kind.code}" in sent
            else BlockForm(kind, block)
            for block in typed
            if (kind := self._kinds[block["type"]])
        ]
        return shown

    @property
    def seen(self) -> str:
        return str(self.subject.cleaned_data.get("seen", ""))

    @property
    def deed(self) -> tuple[str, str]:
        """What was pressed: (save | over | add | up | down | drop | …, of what)."""
        verb, _colon, what = str((self.data or {}).get("do", "save")).partition(":")
        return verb, what


def rearranged(blocks: list[Block], deed: tuple[str, str]) -> list[Block]:
    """The blocks after what was pressed. A deed that means nothing here changes nothing."""
    verb, what = deed
    if verb == "add":
        try:
            return [*blocks, new_block(what)]
        except BlocksRefused:
            return blocks
    at = next((index for index, block in enumerate(blocks) if block["id"] == what), None)
    if at is None or verb not in ("up", "down", "drop"):
        return blocks
    return without(blocks, at) if verb == "drop" else moved(blocks, at, -1 if verb == "up" else 1)


def _field(part: Part, kind: Kind) -> forms.Field:
    common: dict[str, Any] = {"label": part.label, "help_text": part.hint, "required": part.is_required}
    match part.form:
        case "text":
            rows = 8 if part.longest > 2_000 else 3
            return UnfinishedWords(
                max_length=part.longest, widget=forms.Textarea(attrs={"rows": rows}), **common
            )
        case "picture":
            return UnfinishedSuggestion(
                url_name="outreach:suggest_pictures", resolve=picture_chosen, describe=_described, **common
            )
        case "live":
            offered = registry.letter_blocks[kind.code].offer()
            return UnfinishedChoice(choices=[("", _("Choose one")), *offered], **common)
        case "address":
            hint = _("https://… or, within this site, /…")
            return UnfinishedWords(max_length=part.longest, **{**common, "help_text": hint})
        case _:
            return UnfinishedWords(max_length=part.longest, **common)


def _shown(kind: Kind, block: Block) -> dict[str, Any]:
    """What stands in the fields; a picture that is gone is no longer chosen."""
    shown: dict[str, Any] = dict(block)
    if "image" in kind.names:
        shown["image"] = picture_chosen(block.get("image", ""), "")
    return shown


def _described(image: AbstractImage) -> Suggestion:
    return Suggestion(str(image.pk), image.title)


def _as_text(value: Any) -> str:
    return str(value.pk) if isinstance(value, AbstractImage) else str(value or "")


def picture_title(form: BlockForm, file: UploadedFile) -> str:
    """How an uploaded picture is called among the site's images."""
    return (
        form.cleaned_data.get("alt")
        or PurePath(file.name or "").stem
        or pgettext_lazy("of a letter", "picture")
    )[:255]
