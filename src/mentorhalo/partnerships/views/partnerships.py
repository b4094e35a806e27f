"""The list of partnerships, one of them, and what is said of it."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day
from mentorhalo.network.queries import mentor_of

from .. import actions
from ..forms.partnerships import EndForm, FilterForm, JoinForm, LeaveForm, OpenForm, ReviseForm, initial_of
from ..models import Member, Partnership
from ..queries import partnerships as queries
from ..queries import scales as scale_queries
from ..queries.closeness import closeness
from ..queries.gradings import SOON, due_of, open_grading_of
from .parts import form_page, page_of

A_PAGE = 50


@door("partnerships.view")
def partnerships(request: SignedInRequest) -> HttpResponse:
    """A mentor's own first; `?whose=all` and everybody else see all of them."""
    mentor = mentor_of(request.user)
    is_own = mentor is not None and request.GET.get("whose") != "all"
    form = FilterForm(request.GET)
    today = timezone.localdate()
    rows: Any = queries.listed(form.asked(mentor if is_own else None), today)
    page: Any = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    here = reverse("partnerships:partnerships")
    content = {
        "page": page,
        "rows": [(one, queries.standing_of(one, one.last_seen, today)) for one in page.object_list],
        "form": form,
        "is_own": is_own,
        "is_narrowed": any(form.data.get(name) for name in form.fields),
        "ways": [(_("My partnerships"), here, is_own), (_("All"), f"{here}?whose=all", not is_own)]
        if mentor is not None
        else [],
        "may_open": request.user.has_perm("partnerships.open"),
    }
    return render(request, "partnerships/list.html", content)


@door("partnerships.view", get=queries.partnership)
def partnership(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    seen = queries.seen_of(partnership)
    today = timezone.localdate()
    standing = queries.standing_of(partnership, seen.last_day, today)
    scales = scale_queries.scales()
    scale = next((one for one in scales if one.code == request.GET.get("scale")), scales[0])
    due = due_of(partnership)
    content = {
        "partnership": partnership,
        "members": list(partnership.members.all()),
        "seen": seen,
        "standing": standing,
        "facts": _facts(partnership),
        "close": closeness(partnership, seen, scale, today),
        "ways": [
            (one.name, f"{page_of(partnership)}?scale={one.code}#close", one == scale) for one in scales
        ],
        "open_grading": open_grading_of(partnership),
        "due": due if due is not None and due.due_on <= today + timedelta(days=SOON) else None,
        "has_ended": partnership.ends_on is not None,
        "may_steer": request.user.has_perm("partnerships.steer", partnership),
        "sees_log": request.user.has_perm("mentoring.view"),
        "trail": [(_("Partnerships"), reverse("partnerships:partnerships")), (partnership.title, "")],
    }
    return render(request, "partnerships/partnership.html", content)


@door("partnerships.open")
def open_partnership(request: SignedInRequest) -> HttpResponse:
    form = OpenForm(request.POST or None, mentor=mentor_of(request.user))
    return form_page(
        request,
        form,
        lambda: actions.open_partnership(draft=form.draft(), by=request.user, at=timezone.now()),
        heading=_("New partnership"),
        submit=_("Open the partnership"),
        done=_("The partnership is kept. Note next what can be seen of it."),
        intro=_("Two or more parties that do something together: say who, what for, and who began it."),
        draft_key="partnership-new",
    )


@door("partnerships.steer", get=queries.partnership)
def revise(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    own = mentor_of(request.user)
    form = ReviseForm(
        request.POST or None,
        mentor=own if own is not None and own == partnership.mentor else None,
        initial=initial_of(partnership),
    )
    return form_page(
        request,
        form,
        lambda: actions.revise_partnership(
            partnership=partnership, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("Change what is said of it"),
        submit=_("Keep"),
        done=_("It is kept."),
        partnership=partnership,
        draft_key=f"partnership-{partnership.pk}",
    )


@door("partnerships.steer", get=queries.partnership)
def join(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    form = JoinForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.add_member(
            partnership=partnership, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        heading=_("Another party joins"),
        submit=_("Add the party"),
        done=_("It belongs to the partnership now."),
        partnership=partnership,
    )


@door("partnerships.steer", get=queries.member)
def leave(request: SignedInRequest, member: Member) -> HttpResponse:
    form = LeaveForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.let_member_leave(
            member=member, left_on=form.cleaned_data["left_on"], by=request.user, at=timezone.now()
        ),
        heading=_("%(party)s leaves") % {"party": member},
        submit=_("Let it leave"),
        done=_("It has left the partnership; what was seen with it stays."),
        partnership=member.partnership,
    )


@door("partnerships.steer", get=queries.partnership)
def end(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    form = EndForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.end_partnership(
            partnership=partnership, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        heading=_("End the partnership"),
        submit=_("End it"),
        done=_("The partnership has ended; everything of it stays readable."),
        partnership=partnership,
        tone="danger",
    )


@door("partnerships.open")
def suggest_parties(request: HttpRequest) -> JsonResponse:
    found = queries.suggested(request.GET.get("q", ""))
    results = [
        {"value": f"{one.party_type}:{one.pk}", "label": queries.party_words(one), "note": ""}
        for one in found
    ]
    return JsonResponse({"results": results})


def _facts(partnership: Partnership) -> list[tuple[str, Any]]:
    told = [
        (_("Field"), partnership.get_field_display()),
        (_("Where"), partnership.settlement.name),
        (_("Who brought them together"), partnership.get_initiative_display()),
        (_("Mentor"), str(partnership.mentor or "")),
        (_("Since"), day(partnership.starts_on)),
        (_("Until"), day(partnership.ends_on) if partnership.ends_on else ""),
        (_("Why it ended"), partnership.end_reason),
    ]
    return [(term, value) for term, value in told if value]
