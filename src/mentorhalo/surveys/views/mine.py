"""What an interviewer has to visit: on the phone, with one thumb."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..queries.drafts import to_be_corrected_by
from ..queries.duties import words_of_recontacts, words_of_returned
from ..queries.people import interviewer_of
from ..queries.recontacts import waiting_for
from ..queries.review import rejected_lately
from ..queries.units import by_place, next_tasks, tasks_of


@door("surveys.interview")
def mine(request: SignedInRequest) -> HttpResponse:
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    now = timezone.now()
    tasks = tasks_of(interviewer, timezone.localdate(now))
    came_back = to_be_corrected_by(interviewer).order_by().count()
    again = waiting_for(interviewer).count()
    content = {
        "came_back": words_of_returned(came_back) if came_back else "",
        "rejected": rejected_lately(interviewer, now).count(),
        "asks_again": words_of_recontacts(again) if again else "",
        "interviewer": interviewer,
        "tasks": tasks,
        "first": next_tasks(tasks, now),
        "places": by_place(tasks),
        "overdue": sum(one.is_overdue for one in tasks),
    }
    return render(request, "surveys/mine.html", content)
