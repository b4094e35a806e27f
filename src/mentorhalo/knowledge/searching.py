"""What the search finds of the good practices: every listed one, by all its words in every language."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import SearchDraft, SearchSource
from mentorhalo.partners.choices import Sector

from .actions.practices.states import SEARCH_KIND
from .models import PracticeText
from .queries.practices import practices_to_find


def listed(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for practice in practices_to_find(ids):
        version = practice.public_version
        if version is None:
            continue
        texts = sorted(version.texts.all(), key=lambda text: text.language != version.language)
        told = "\n".join(
            getattr(text, name) for text in texts for name in ("summary", *PracticeText.NARRATIVE)
        )
        yield SearchDraft(
            id=str(practice.pk),
            title=texts[0].title if texts else practice.code,
            text=told,
            url_name="knowledge:practice",
            url_args=(practice.code,),
            language=version.language,
            keywords=" ".join(
                [
                    practice.code,
                    practice.institution_name,
                    practice.settlement.name,
                    *(text.title for text in texts[1:]),
                ]
            ),
            county=practice.county,
            field=practice.field,
            day=practice.published_on,
        )


def fields_shown() -> dict[str, str]:
    return {
        field.value: str(field.label) for field in (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)
    }


SOURCES = (SearchSource(SEARCH_KIND, _("Good practices"), entries=listed, fields=fields_shown, order=15),)
