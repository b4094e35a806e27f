"""`{% element %}`, `{% slot %}`, `{% bundle %}` and the filters of figures; builtin in every template."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, PasswordInput
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from mentorhalo.core import bundles, numbers
from mentorhalo.core.elements import ELEMENTS, UnknownArgument

register = template.Library()

NOTHING = SafeString("")
SHARED = ("request", "csrf_token", "LANGUAGE_CODE")  # all that an element sees of the page around it


@register.tag("element")
def element(parser: Parser, token: Token) -> "ElementNode":
    """`{% element "card" title=… %}…{% endelement %}`, or without content `{% element "figure" value=… / %}`."""
    words = token.split_contents()[1:]
    closed = bool(words) and words[-1] == "/"
    if closed:
        words.pop()
    if not words or words[0][0] not in "\"'":
        raise template.TemplateSyntaxError("element needs the quoted name of an element first")
    name = words.pop(0).strip("\"'")
    if name not in ELEMENTS:
        raise template.TemplateSyntaxError(f"there is no element {name!r}; there are: {', '.join(ELEMENTS)}")
    arguments = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(
            f"element {name!r}: name every argument (not so: {' '.join(words)})"
        )
    content = NodeList()
    if not closed:
        content = parser.parse(("endelement",))
        parser.delete_first_token()
    return ElementNode(name, arguments, content)


class ElementNode(template.Node):
    child_nodelists = ("content",)

    def __init__(self, name: str, arguments: dict[str, FilterExpression], content: NodeList) -> None:
        self.name = name
        self.template_name = f"core/elements/{name}.html"
        self.arguments = arguments
        self.content = content

    def render(self, context: Context) -> SafeString:
        given = {key: value.resolve(context) for key, value in self.arguments.items()}
        slots: dict[str, str] = {}
        slot = self._said_inside(context, slots) if self.content else NOTHING
        try:
            values = ELEMENTS[self.name].values(self.name, given)
        except UnknownArgument as error:
            raise template.TemplateSyntaxError(str(error)) from error
        shared = {name: context.get(name) for name in SHARED}
        inner = context.new({**values, "slot": slot, "slots": slots, **shared})
        assert context.template is not None
        return context.template.engine.get_template(self.template_name).render(inner)

    def _said_inside(self, context: Context, slots: dict[str, str]) -> SafeString:
        with context.push(_slots=slots):
            return mark_safe(self.content.render(context).strip())


@register.tag("slot")
def slot(parser: Parser, token: Token) -> "SlotNode":
    """`{% slot "footer" %}…{% endslot %}` inside an element fills a second place of it."""
    words = token.split_contents()[1:]
    if len(words) != 1:
        raise template.TemplateSyntaxError("slot needs one quoted name")
    content = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(words[0].strip("\"'"), content)


class SlotNode(template.Node):
    child_nodelists = ("content",)

    def __init__(self, name: str, content: NodeList) -> None:
        self.name = name
        self.content = content

    def render(self, context: Context) -> str:
        context["_slots"][self.name] = mark_safe(self.content.render(context).strip())
        return ""


@register.simple_tag
def bundle(name: str) -> SafeString:
    """The stylesheet and script tags of a built entry: `{% bundle "main" %}`."""
    return mark_safe(bundles.tags(name))


@register.filter
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """A number as the page's language writes it; an unknown one is a dash."""
    return numbers.number(value, decimals)


@register.filter
def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A ratio (0.463) as per cent (46 %)."""
    return numbers.percent(value, decimals)


@register.filter
def attained(share: float | Decimal | None) -> str:
    """What was reached of a target, as per cent: a hundred only once it is."""
    return numbers.attained(share)


@register.filter
def amount(value: float | None) -> str:
    """A figure's value, counted or a share."""
    return numbers.amount(value)


@register.filter
def day(value: date | datetime | None, style: str = "long") -> str:
    """A day in words; `style` is long, short or month; iso is how machines read it."""
    words = numbers.day(value, style)
    # Digits alone are one word: "2026. 11. 25." never breaks in a narrow column.
    return words.replace(" ", "\u00a0") if style == "short" else words


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the hour in local time."""
    return numbers.moment(value)


@register.filter
def file_size(value: int) -> str:
    return numbers.file_size(value)


@register.filter
def initials(name: str) -> str:
    """The first letters of the first two words of a name."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def message_tone(level: str) -> str:
    """The tone of an alert for a message's level tag."""
    return {"error": "danger", "debug": "info"}.get(level, level or "info")


@register.filter
def lost(form: BaseForm) -> str:
    """What a form that comes back cannot hold any more: "file", "password" or nothing."""
    if any(form.files.values()):
        return "file"
    secret = [one for one in form.visible_fields() if isinstance(one.field.widget, PasswordInput)]
    return "password" if any(form.data.get(one.html_name) for one in secret) else ""


@register.filter
def get_item(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key held in a variable."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's query string with some parameters changed; None takes one away."""
    request = context.get("request")
    parameters = request.GET.copy() if request else None
    if parameters is None:
        return ""
    for key, value in changes.items():
        if value is None or value == "":
            parameters.pop(key, None)
        else:
            parameters[key] = value
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def page_href(context: Context, parameter: str, number: int) -> str:
    """The address of page `number` of this list, other filters kept."""
    return query(context, **{parameter: number if number > 1 else None})


@register.simple_tag(takes_context=True)
def sort_state(context: Context, parameter: str, name: str) -> dict[str, str]:
    """How a list is sorted by `name` now (ARIA's word) and the address that turns it round."""
    request = context.get("request")
    now = request.GET.get(parameter, "") if request else ""
    states = {name: ("ascending", f"-{name}"), f"-{name}": ("descending", name)}
    aria, then = states.get(now, ("none", name))
    return {"aria": aria, "href": query(context, **{parameter: then, "page": None})}
