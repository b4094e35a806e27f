"""What machines read of a published question: schema.org's QAPage."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from mentorhalo.core.linked_data import linked_data, publisher

from ..models import Question
from ..queries.public import Usefulness


def qa_page(question: Question, usefulness: Usefulness) -> SafeString:
    """JSON-LD of a published question, safe inside a script element. Says what the page says, nothing of the asker."""
    address = settings.SITE_URL + reverse("questions:public_question", args=[question.slug])
    published = question.published_at.isoformat() if question.published_at else ""
    answer: dict[str, Any] = {
        "@type": "Answer",
        "text": question.public_answer,
        "url": f"{address}#answer",
        "datePublished": published,
        "upvoteCount": usefulness.useful,
        "author": _author(question),
    }
    return linked_data(
        {
            "@type": "QAPage",
            "url": address,
            "inLanguage": question.public_language,
            "mainEntity": {
                "@type": "Question",
                "name": question.public_title,
                "text": question.public_text,
                "datePublished": published,
                "answerCount": 1,
                "acceptedAnswer": answer,
            },
        }
    )


def _author(question: Question) -> dict[str, str]:
    if question.expert is not None and question.expert.is_public:
        page = settings.SITE_URL + reverse("questions:expert", args=[question.expert_id])
        return {"@type": "Person", "name": question.expert.name, "url": page}
    return publisher(settings.SITE_URL)
