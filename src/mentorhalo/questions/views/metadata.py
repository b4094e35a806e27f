"""What machines read of a published question: schema.org's QAPage."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ..models import Question
from ..queries.public import Usefulness

# Nothing in a text may end the script it stands in, whatever an asker wrote.
ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


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
    about = {
        "@context": "https://schema.org",
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
    return mark_safe(json.dumps(about, ensure_ascii=False).translate(ESCAPES))


def _author(question: Question) -> dict[str, str]:
    if question.expert is not None and question.expert.is_public:
        page = settings.SITE_URL + reverse("questions:expert", args=[question.expert_id])
        return {"@type": "Person", "name": question.expert.name, "url": page}
    return {"@type": "Organization", "name": "Mentorháló", "url": settings.SITE_URL}
