"""Texts of a questionnaire on a page: in a language, with its tag, and kinds of columns in words."""

from collections.abc import Mapping

from django import template
from django.utils.translation import pgettext

from ..exporting.sentences import KINDS
from ..exporting.speech import said, tag_of
from ..exporting.variables import Variable

register = template.Library()


@register.filter
def language_tag(language: str) -> str:
    return tag_of(language)


@register.filter
def in_language(texts: Mapping[str, str], language: str) -> str:
    return said(texts, language)


@register.filter
def kind_in_words(variable: Variable) -> str:
    if variable.part and variable.holds == "flag":
        return pgettext("column", "one of several choices: 1 chosen, 0 not chosen")
    if variable.codes:
        return pgettext("column", "one choice")
    return str(KINDS[variable.holds])
