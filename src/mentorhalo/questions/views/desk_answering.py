"""Writing the answer: a draft that is kept, a preview, what was answered to questions like this one, links."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door

from ..actions import answering
from ..forms.desk import AnswerForm
from ..models import Question
from ..queries import desk as queries
from ..queries.lateness import deadline_words
from .desk_parts import REFUSALS, show_refusal, to_question, trail_of
from .people import user_of


@door("questions.answer", get=queries.question)
def answer(request: HttpRequest, question: Question) -> HttpResponse:
    """Answer, look at it first, or keep the draft: the button says which."""
    is_first = question.state in answering.TO_ANSWER
    form = AnswerForm(
        request.POST or None,
        initial={"text": question.answer_draft if is_first else ""},
        links=question.links,
    )
    deed = request.POST.get("deed", "")
    if form.is_valid() and deed != "preview":
        try:
            words = _act(request, question, form, deed)
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, words)
            return to_question(question)
    content = {
        "question": question,
        "form": form,
        "is_first": is_first,
        "preview": form.cleaned_data["text"] if deed == "preview" and form.is_valid() else "",
        "deadline": deadline_words(question, timezone.now()),
        "said": queries.messages_of(question),
        "similar": queries.similar_answers(question, user_of(request)),
        "trail": trail_of(question, _("Answer")),
    }
    return render(request, "questions/desk_answer.html", content)


def _act(request: HttpRequest, question: Question, form: AnswerForm, deed: str) -> str:
    text, by, at = form.cleaned_data["text"], user_of(request), timezone.now()
    if deed == "draft":
        answering.save_answer_draft(question=question, text=text, links=form.links(), by=by, at=at)
        return _("Your draft is kept. Nobody else reads it.")
    key = form.cleaned_data["key"]
    answering.answer_question(question=question, text=text, links=form.links(), key=key, by=by, at=at)
    return _("The asker has got your answer.")
