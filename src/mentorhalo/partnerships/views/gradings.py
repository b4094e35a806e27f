"""Asking the parties, their answers by a link without password, and how scales are read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.letters import LetterRefused

from .. import actions
from ..choices import Occasion
from ..forms.gradings import AnswerForm, AskForm, NotedAnswerForm, RuleForm
from ..keys import answer_key, asking_by
from ..models import Asking, Partnership, Scale
from ..queries import gradings as queries
from ..queries import scales as scale_queries
from ..queries.partnerships import partnership as partnership_named
from .parts import form_page, show_refusal


@door("partnerships.steer", get=partnership_named)
def ask(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    """The next round: for which day, to which addresses."""
    today = timezone.localdate()
    due = queries.due_of(partnership)
    day = min(due.due_on, today) if due else partnership.ends_on or today
    members = queries.members_to_ask(partnership, day)
    form = AskForm(
        request.POST or None,
        members=members,
        addresses=queries.addresses_of(members, today),
        initial={"occasion": due.occasion if due else Occasion.HALF_YEAR, "graded_on": day},
    )

    def act() -> None:
        try:
            actions.open_grading(
                partnership=partnership,
                occasion=Occasion(form.cleaned_data["occasion"]),
                graded_on=form.cleaned_data["graded_on"],
                addresses=form.addresses(),
                in_person=form.in_person(),
                by=request.user,
                at=timezone.now(),
            )
        except LetterRefused as refusal:
            raise actions.PartnershipRefused(str(refusal)) from None

    return form_page(
        request,
        form,
        act,
        heading=_("Ask the parties how close they are"),
        submit=_("Send the letters"),
        done=_(
            "Each party with an address has got a link of its own; of the others you write the answer down."
        ),
        partnership=partnership,
        intro=_(
            "Each party is asked separately, by a link without password. Where they differ, both answers are shown, never an average."
        ),
    )


@door("partnerships.steer", get=queries.asking_named)
def note_answer(request: SignedInRequest, asking: Asking) -> HttpResponse:
    """A party without e-mail answers by telephone, or on this page printed; who steers the partnership writes it down."""
    form = NotedAnswerForm(
        request.POST or None, others=queries.others_of(asking), levels=list(asking.grading.scale.levels.all())
    )
    return form_page(
        request,
        form,
        lambda: actions.note_answer(
            asking=asking,
            draft=form.draft(),
            channel=form.cleaned_data["channel"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Answer of %(party)s") % {"party": asking.member},
        submit=_("Keep the answer"),
        done=_("The answer is kept, marked as written down by you."),
        partnership=asking.grading.partnership,
        intro=_(
            "Read the questions out, or print this page and give it to them. Write down their answer, not yours: it is marked as noted by you."
        ),
    )


@never_cache
@door("partnerships.answer", get=asking_by)
def answer(request: HttpRequest, asking: Asking) -> HttpResponse:
    """A party's own page. Opening it changes nothing; once everybody has answered, both sides are shown."""
    grading = asking.grading
    now = timezone.now()
    askings = list(
        grading.askings.select_related("member__organisation", "member__community").prefetch_related(
            "perceptions"
        )
    )
    others = [one.member for one in askings if one.pk != asking.pk]
    levels = list(grading.scale.levels.all())
    said = {row.about_id: row for row in asking.perceptions.all()}
    initial = {"name": asking.answered_by, "role": asking.role}
    for about, row in said.items():
        initial |= {f"level_{about}": row.level, f"comment_{about}": row.comment}  # type: ignore[dict-item]
    is_open = grading.is_open(now)
    form = AnswerForm(request.POST or None, others=others, levels=levels, initial=initial)
    if is_open and form.is_valid():
        try:
            actions.answer(asking=asking, draft=form.draft(), at=now)
        except actions.PartnershipRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you: your answer is kept."))
            return redirect("partnerships:answer", key=answer_key(asking))
    named = {level.value: level for level in levels}
    content = {
        "asking": asking,
        "grading": grading,
        "form": form if is_open else None,
        "both": [
            (other, named.get(own.level), named.get(back.level), back.comment)
            for one in askings
            for other in [one.member]
            for own in [said.get(other.pk)]
            for back in one.perceptions.all()
            if own is not None and back.about_id == asking.member_id
        ]
        if not is_open
        else [],
    }
    return render(request, "partnerships/answer.html", content)


@door("partnerships.view")
def scales(request: SignedInRequest) -> HttpResponse:
    """What the levels mean and how they are read from facts, with every version of the rule."""
    rows = scale_queries.scales()
    content = {
        "scales": [
            (one, sorted(one.rules.all(), key=lambda rule: -rule.number), one.levels.all()) for one in rows
        ],
        "may_publish": request.user.has_perm("partnerships.publish_rule"),
        "trail": [
            (_("Partnerships"), reverse("partnerships:partnerships")),
            (_("How close parties are"), ""),
        ],
    }
    return render(request, "partnerships/scales.html", content)


@door("partnerships.publish_rule", get=scale_queries.scale)
def publish_rule(request: SignedInRequest, scale: Scale) -> HttpResponse:
    last = max(scale.rules.all(), key=lambda rule: rule.number)
    form = RuleForm(
        request.POST or None,
        initial={
            "rule": last.rule,
            "sentence_hu": last.sentence_hu,
            "sentence_en": last.sentence_en,
        },
    )
    if form.is_valid():
        try:
            actions.publish_rule(scale=scale, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.PartnershipRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The rule holds from today; earlier days keep the version they had."))
            return redirect("partnerships:scales")
    content = {
        "form": form,
        "heading": _("The next version of the rule: %(scale)s") % {"scale": scale.name},
        "submit": _("Publish"),
        "intro": _("A published version is never changed, only followed by the next one."),
        "tone": "",
        "draft_key": "",
        "multipart": False,
        "back": reverse("partnerships:scales"),
        "trail": [
            (_("Partnerships"), reverse("partnerships:partnerships")),
            (_("How close parties are"), reverse("partnerships:scales")),
            (_("The next version"), ""),
        ],
    }
    return render(request, "partnerships/form.html", content)
