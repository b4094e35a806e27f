"""What the search finds of this room: newsletters in the public archive."""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource
from mentorhalo.programmes.models import Topic

from .queries.issues import archived_issues
from .rendering import words_of

KIND = "newsletter"


def archived(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = archived_issues()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    for issue in in_pages(rows):
        text = next((one for one in issue.texts.all() if one.language == "hu"), None)
        if text is not None:
            yield SearchDraft(
                id=str(issue.pk),
                title=text.subject,
                text=f"{text.preview}\n{words_of(text, base_url=settings.SITE_URL)}",
                keywords=" ".join(one.subject for one in issue.texts.all()),
                url_name="outreach:archived",
                url_args=(issue.slug,),
                county=issue.county,
                field=issue.topic_id or "",
                day=timezone.localdate(issue.started_at) if issue.started_at else None,
            )


def topics() -> dict[str, str]:
    return {topic.pk: topic.name for topic in Topic.objects.all()}


SOURCE = SearchSource(KIND, _("Newsletters"), entries=archived, fields=topics, order=60)
