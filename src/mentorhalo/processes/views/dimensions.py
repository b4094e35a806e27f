"""The office's page of what evaluations go by."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..forms.evaluations import ConditionForm, DimensionForm
from ..models import Condition, Dimension
from ..queries import evaluations as queries
from .parts import Trail, form_page, pressed, trail_of

AFTER_THE_LAST = 100


@door("processes.set_words")
def dimensions(request: SignedInRequest) -> HttpResponse:
    content = {
        "dimensions": queries.dimension_rows(),
        "conditions": queries.condition_rows(),
        "trail": trail_of(None, (_("What evaluations go by"), "")),
    }
    return render(request, "processes/evaluations/dimensions.html", content)


@door("processes.set_words")
def add_dimension(request: SignedInRequest) -> HttpResponse:
    form = DimensionForm(request.POST or None, initial={"order": AFTER_THE_LAST})
    return form_page(
        request,
        form,
        lambda _said: actions.add_dimension(draft=form.draft(), by=request.user, at=timezone.now()),
        heading=_("New dimension"),
        submit=_("Publish it"),
        done=_("Evaluations opened from now on are marked by it, too."),
        back=reverse("processes:dimensions"),
        trail=_trail(),
    )


@door("processes.set_words", get=queries.dimension_named)
def reword_dimension(request: SignedInRequest, dimension: Dimension) -> HttpResponse:
    form = DimensionForm(request.POST or None, initial=DimensionForm.told(dimension))
    return form_page(
        request,
        form,
        lambda _said: actions.reword_dimension(
            dimension=dimension, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("Word it anew: %(dimension)s") % {"dimension": dimension},
        submit=_("Publish it"),
        done=_("The new wording holds from now on; marks keep the words they were given by."),
        back=reverse("processes:dimensions"),
        trail=_trail(),
    )


@door("processes.set_words", get=queries.dimension_named)
@require_POST
def retire_dimension(request: SignedInRequest, dimension: Dimension) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.retire_dimension(dimension=dimension, by=request.user, at=timezone.now()),
        back="processes:dimensions",
    )


@door("processes.set_words", get=queries.condition_named)
def set_condition(request: SignedInRequest, condition: Condition) -> HttpResponse:
    initial = {"least": condition.least, "is_asked": condition.is_asked}
    words = {one.pk: said for one, said in queries.condition_rows()}
    return form_page(
        request,
        ConditionForm(request.POST or None, initial=initial),
        lambda said: actions.set_condition(condition=condition, **said, by=request.user, at=timezone.now()),
        heading=_("Condition of the self-evaluation"),
        submit=_("Save"),
        done=_("The condition is changed."),
        back=reverse("processes:dimensions"),
        trail=_trail(),
        intro=words[condition.pk],
    )


def _trail() -> Trail:
    return trail_of(None, (_("What evaluations go by"), reverse("processes:dimensions")))
