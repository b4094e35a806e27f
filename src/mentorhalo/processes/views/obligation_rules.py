"""The office writes what a call obliges to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.programmes.models import GrantCall

from .. import actions
from ..forms.obligations import RuleForm
from ..models import ObligationRule
from ..queries import obligations as queries
from .parts import Trail, form_page

NAMES = ("clause", "wording_hu", "wording_en", "per_year", "by_months")


@door("processes.set_rules")
def calls(request: SignedInRequest) -> HttpResponse:
    content = {
        "calls": list(queries.calls_with_rules()),
        "trail": [*_trail(), (_("Rules of the calls"), "")],
    }
    return render(request, "processes/obligations/calls.html", content)


@door("processes.set_rules", get=queries.call_named)
def rules(request: SignedInRequest, call: GrantCall) -> HttpResponse:
    rows = [(rule, queries.rhythm_words(rule)) for rule in queries.rules_of(call)]
    content = {"call": call, "rules": rows, "trail": [*_trail(), _calls(), (call.code, "")]}
    return render(request, "processes/obligations/rules.html", content)


@door("processes.set_rules", get=queries.call_named)
def add_rule(request: SignedInRequest, call: GrantCall) -> HttpResponse:
    return form_page(
        request,
        RuleForm(request.POST or None),
        lambda said: actions.set_rule(call=call, **said, by=request.user, at=timezone.now()),
        heading=_("New clause"),
        submit=_("Add the clause"),
        done=_("The clause is added; every grant under the call has its due days."),
        back=reverse("processes:obligation_rules", args=[call.pk]),
        trail=[*_trail(), _calls(), _call(call)],
    )


@door("processes.set_rules", get=queries.rule_named)
def change_rule(request: SignedInRequest, rule: ObligationRule) -> HttpResponse:
    return form_page(
        request,
        RuleForm(request.POST or None, initial={name: getattr(rule, name) for name in NAMES}),
        lambda said: actions.set_rule(call=rule.call, rule=rule, **said, by=request.user, at=timezone.now()),
        heading=_("Change the clause"),
        submit=_("Save"),
        done=_("The clause is changed, and the due days with it."),
        back=reverse("processes:obligation_rules", args=[rule.call_id]),
        trail=[*_trail(), _calls(), _call(rule.call)],
        intro=_("What was fulfilled already is kept with its number."),
    )


def _trail() -> Trail:
    return [(_("Obligations"), reverse("processes:grants"))]


def _calls() -> tuple[str, str]:
    return (_("Rules of the calls"), reverse("processes:obligation_calls"))


def _call(call: GrantCall) -> tuple[str, str]:
    return (call.code, reverse("processes:obligation_rules", args=[call.pk]))
