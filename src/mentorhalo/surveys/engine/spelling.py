"""Expressions spelled as the engine looks for names in them: it asks again where `/name` stands, followed by a space or a bracket."""

import re

from lxml import etree

from mentorhalo.surveys.engine.trees import XFORMS, elements, tag

_PART = re.compile(
    r"(?P<text>\"[^\"]*\"|'[^']*')|(?P<name>[^\W\d][\w.-]*(?::(?!:)[^\W\d][\w.-]*)?)|(?P<number>\d+(?:\.\d+)?)|(?P<space>\s+)|(?P<sign>.)",
    re.S,
)
_WORDS = {"and", "or", "div", "mod"}
_OPERATORS = set("=<>!+-*|,")
_CONDITIONS = ("calculate", "relevant", "constraint", "required", "readonly")


def spell_expressions(form: etree._Element) -> None:
    """In place."""
    for bind in elements(form, "//xf:model/xf:bind"):
        _spell(bind, *_CONDITIONS)
    for output in elements(form, "//xf:output[@value] | //xf:setvalue[@value]"):
        _spell(output, "value")
    for itemset in form.iter(tag(XFORMS, "itemset")):
        _spell(itemset, "nodeset")


def _spell(element: etree._Element, *attributes: str) -> None:
    for name in attributes:
        expression = element.get(name, "")
        if "/" in expression or "[" in expression:
            element.set(name, spelled(expression))


def spelled(expression: str) -> str:
    """A name by itself in a condition on earlier answers (`count(/data/person[age > 17])`) becomes `./age`, and a path ends in a
    space where a sign would follow. Conditions on lists of choices stay as they are."""
    out: list[str] = []
    # Of each bracket that is open: whether names in it are those of answers; and whether the path before it is one of a list.
    names_answers, of_list = [False], [False]
    before, last = "", ""  # the part before, and the same without spaces
    parts = list(_PART.finditer(expression))
    for at, part in enumerate(parts):
        text, kind = part[0], part.lastgroup
        follows = parts[at + 1][0] if at + 1 < len(parts) else ""
        is_operand = not last or last in _WORDS or last in "([" or last in _OPERATORS
        if kind == "name" and text in _WORDS and not is_operand and before != "/":
            of_list[-1] = False
        elif kind == "name":
            called = _next_sign(parts, at) in ("(", "::")
            if text == "instance" and called:
                of_list[-1] = True
            if is_operand and not called and names_answers[-1]:
                out.append("./")
            text = text if called or not _needs_space(follows, out, before) else f"{text} "
            last = "name"
            out.append(text)
            before = text
            continue
        elif text in ("[", "("):
            names_answers.append(names_answers[-1] if text == "(" else not of_list[-1])
            of_list.append(False)
        elif text in ("]", ")") and len(of_list) > 1:
            names_answers.pop()
            of_list.pop()
        elif text in _OPERATORS:
            of_list[-1] = False
        out.append(text)
        before = text
        if kind != "space":
            last = text if kind == "sign" or text in _WORDS else "operand"
    return "".join(out)


def _needs_space(follows: str, out: list[str], before: str) -> bool:
    return (
        (before == "/" or (bool(out) and out[-1] == "./")) and follows in _OPERATORS - {","} and bool(follows)
    )


def _next_sign(parts: list[re.Match[str]], at: int) -> str:
    """What stands after a name: "(" makes it a function, "::" a direction."""
    rest = [part[0] for part in parts[at + 1 : at + 4] if part.lastgroup != "space"]
    return "::" if rest[:2] == [":", ":"] else rest[0] if rest else ""
