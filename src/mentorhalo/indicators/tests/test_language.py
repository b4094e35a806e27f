"""The rule language: what it reads, and how it says what it does not."""

import pytest

from mentorhalo.indicators.actions import check_standing, shipped
from mentorhalo.indicators.conditions import failing
from mentorhalo.indicators.language import (
    CountRule,
    RuleRefused,
    figures_used,
    kinds_used,
    parameters_of,
    with_overrides,
)
from mentorhalo.indicators.reading import read_rule

COUNT = {"measure": "cumulative", "facts": ["activity.community"]}
PART = {"name": "a", "facts": ["activity.community"], "unit": "home"}


def faults(document):
    with pytest.raises(RuleRefused) as refusal:
        read_rule(document)
    return [place for place, _words in refusal.value.errors]


@pytest.mark.parametrize("said", shipped(), ids=lambda said: said["code"])
def test_what_is_shipped_can_be_read(said):
    rule = read_rule(said["rule"])

    assert set(figures_used(rule)) <= {other["code"] for other in shipped()}
    assert all("." in kind for kind in kinds_used(rule))
    assert all(said[name] for name in ("sentence_hu", "sentence_en"))


@pytest.mark.parametrize(
    ("document", "places"),
    [
        ([], [""]),
        ({}, ["measure"]),
        ({"measure": "guess"}, ["measure"]),
        ({"measure": "stock"}, ["facts"]),
        ({**COUNT, "facts": []}, ["facts"]),
        ({**COUNT, "facts": ["visits"]}, ["facts"]),
        ({**COUNT, "colour": "red"}, ["colour"]),
        ({**COUNT, "unit": "soul"}, ["unit"]),
        ({**COUNT, "at_least": 0}, ["at_least"]),
        ({**COUNT, "at_least_days": True}, ["at_least_days"]),
        ({**COUNT, "period": "week"}, ["period"]),
        ({**COUNT, "where": []}, ["where"]),
        ({**COUNT, "where": {"colour": "red"}}, ["where.colour"]),
        ({**COUNT, "where": {"form": {"like": "x"}}}, ["where.form"]),
        ({**COUNT, "where": {"form": []}}, ["where.form"]),
        ({**COUNT, "where": {"any": {}}}, ["where.any"]),
        ({**COUNT, "where": {"any": [{"colour": "red"}]}}, ["where.any[0].colour"]),
        ({**COUNT, "where": {"not": {"colour": "red"}}}, ["where.not.colour"]),
        ({**COUNT, "restricted_to": "mentors"}, ["restricted_to"]),
        ({**COUNT, "restricted_to": {"by": "soul"}}, ["restricted_to.by", "restricted_to.figure"]),
        ({**COUNT, "restricted_to": {"figure": "mentors", "otherwise": "no"}}, ["restricted_to.otherwise"]),
        ({**COUNT, "candidates": []}, ["candidates"]),
        ({**COUNT, "candidates": {"facts": "x", "unit": "soul"}}, ["candidates.unit", "candidates.facts"]),
        ({**COUNT, "report": {"mood": 1}}, ["report.mood"]),
        ({**COUNT, "report": []}, ["report"]),
        ({"measure": "cumulative", "union": []}, ["union"]),
        ({"measure": "cumulative", "union": ["x"]}, ["union[0]"]),
        ({"measure": "cumulative", "union": [PART, PART]}, ["union"]),
        ({"measure": "cumulative", "union": [PART, {**PART, "name": "b", "unit": "who"}]}, ["union"]),
        ({"measure": "cumulative", "union": [{**PART, "label": "x"}]}, ["union[0].label"]),
        ({"measure": "ratio", "numerator": "a"}, ["denominator"]),
        ({"measure": "continuity"}, ["spells", "contacts"]),
        (
            {
                "measure": "continuity",
                "spells": "engagement.opened",
                "contacts": "activity.community",
                "parameters": {"gap": 3, "window": "week", "max_gap_days": -1, "two_way_only": "maybe"},
            },
            ["parameters.gap", "parameters.window", "parameters.max_gap_days", "parameters.two_way_only"],
        ),
    ],
)
def test_every_mistake_is_named_by_its_place(document, places):
    assert faults(document) == places


def test_a_rule_may_say_everything_the_language_knows():
    rule = read_rule(
        {
            **COUNT,
            "measure": "flow",
            "unit": "who",
            "where": {
                "quantity": {"at_least": 5},
                "form": {"not": ["newsletter"]},
                "attributes.topic": "x",
                "any": [{"channel": "phone"}, {"not": {"state": "submitted"}}],
            },
            "period": "quarter",
            "candidates": {"facts": ["mandate.held"]},
        }
    )

    assert isinstance(rule, CountRule)
    assert (rule.period, rule.unit) == ("quarter", "who")


@pytest.mark.parametrize("word", ["none", "None", "NULL", "off", ""])
def test_none_switches_a_parameter_off(word):
    rule = read_rule(
        {"measure": "continuity", "spells": "engagement.opened", "contacts": "activity.community"}
    )

    changed = with_overrides(rule, {"max_gap_days": word, "window": word, "two_way_only": word})

    assert {name: parameters_of(changed)[name] for name in ("max_gap_days", "window", "two_way_only")} == {
        "max_gap_days": None,
        "window": None,
        "two_way_only": None,
    }


def test_the_parts_of_a_union_have_parameters_of_their_own():
    rule = read_rule({"measure": "cumulative", "union": [PART, {**PART, "name": "b"}]})

    assert parameters_of(with_overrides(rule, {"b.at_least": "3"})) == {
        "a.at_least": 1,
        "a.at_least_days": 1,
        "b.at_least": 3,
        "b.at_least_days": 1,
    }


def test_a_fact_in_memory_meets_the_same_conditions():
    fact = {
        "form": "visit",
        "channel": "email",
        "is_two_way": None,
        "quantity": 4,
        "attributes": {"topic": "x"},
    }

    assert failing({"form": ["visit"], "attributes.topic": "x"}, fact) == []
    assert failing({"form": {"not": "visit"}, "is_two_way": True, "quantity": {"at_least": 5}}, fact) == [
        "form",
        "is_two_way",
        "quantity",
    ]
    assert failing({"any": [{"channel": "phone"}, {"channel": "email", "is_two_way": True}]}, fact) == ["any"]
    assert failing({"not": {"channel": "email"}}, fact) == ["not"]


@pytest.mark.parametrize(
    "rule",
    [
        {"measure": "sum"},
        {"measure": "median", "of": 3},
        {"measure": "sum", "of": "a", "facts": []},
        {"measure": "sum", "of": "a", "per": 0},
    ],
)
def test_a_sum_names_one_other_figure_and_nothing_else(rule):
    assert faults(rule)


def test_a_sum_of_a_ratio_is_no_figure(db):
    with pytest.raises(RuleRefused, match="of"):
        check_standing("new", read_rule({"measure": "sum", "of": "answer-time"}))
