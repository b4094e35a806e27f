"""What pages of other rooms may show of this one."""

from typing import Any

from django import template

from ..forms.subscribing import SmallSubscribeForm

register = template.Library()


@register.inclusion_tag("outreach/parts/small_subscribe.html", takes_context=True)
def subscribe_form(context: dict[str, Any]) -> dict[str, Any]:
    """`{% load outreach %}{% subscribe_form %}`: address and consent, sent to the subscription page. One query."""
    return {"form": SmallSubscribeForm(), "csrf_token": context.get("csrf_token", "")}
