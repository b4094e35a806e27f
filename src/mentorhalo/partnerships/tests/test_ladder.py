"""Reading levels from facts, by hand-counted examples and against each other."""

import json
from datetime import date, timedelta
from random import Random

import pytest

from mentorhalo.partnerships.actions.scales import SHIPPED
from mentorhalo.partnerships.choices import Observed
from mentorhalo.partnerships.ladder import LadderRefused, extent, levels_over, read_ladder

DAY = date(2025, 6, 30)
RULE = {
    "within_days": 100,
    "levels": [
        {"level": 1, "all": [{"kinds": ["meeting", "event"]}]},
        {"level": 2, "all": [{"kinds": ["event"], "at_least": 2}]},
        {
            "level": 3,
            "all": [
                {"kinds": ["staff", "space"], "different": 2},
                {"kinds": ["agreement"], "within_days": None},
            ],
        },
    ],
}


def ago(days, kind):
    return DAY - timedelta(days=days), kind


@pytest.mark.parametrize(
    ("facts", "level", "proofs"),
    [
        ([], 0, ()),
        ([ago(0, "meeting")], 1, (0,)),
        ([ago(99, "meeting")], 1, (0,)),
        ([ago(100, "meeting")], 0, ()),
        ([ago(-1, "meeting")], 0, ()),
        ([ago(5, "event"), ago(9, "event"), ago(9, "money")], 2, (0, 1)),
        ([ago(5, "event"), ago(200, "event")], 1, (0,)),
        ([ago(5, "staff"), ago(6, "staff"), ago(900, "agreement")], 0, ()),
        ([ago(5, "staff"), ago(900, "agreement"), ago(6, "space")], 3, (0, 1, 2)),
    ],
)
def test_the_highest_level_whose_conditions_hold(facts, level, proofs):
    found = extent(read_ladder(RULE, range(4)), facts, DAY)

    assert (found.level, found.proofs) == (level, proofs)


@pytest.mark.parametrize("seed", range(40))
def test_many_days_at_once_say_what_each_day_says(seed):
    chance = Random(seed)
    facts = [
        ago(chance.randint(-30, 1500), chance.choice(Observed.values))
        for _number in range(chance.randint(0, 30))
    ]
    asked = [DAY - timedelta(days=chance.randint(0, 1000)) for _number in range(6)]
    for scale in json.loads(SHIPPED.read_text(encoding="utf-8")):
        ladder = read_ladder(scale["rule"], [level[0] for level in scale["levels"]])

        assert levels_over(ladder, facts, asked) == [extent(ladder, facts, day).level for day in asked]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"levels": []},
        {"levels": [], "more": 1},
        {"levels": [{"level": 0, "all": [{"kinds": ["event"]}]}]},
        {"levels": [{"level": 7, "all": [{"kinds": ["event"]}]}]},
        {"levels": [{"level": 1, "all": []}]},
        {"levels": [{"level": 1}]},
        {"levels": [{"level": 1, "all": [{"kinds": ["dance"]}]}]},
        {"levels": [{"level": 1, "all": [{"kinds": ["event"], "at_least": 0}]}]},
        {"levels": [{"level": 1, "all": [{"kinds": ["event"], "more": 1}]}]},
        {"levels": [{"level": 1, "all": [{"kinds": ["event"]}]}], "within_days": "year"},
        {"levels": [{"level": 1, "all": [{"kinds": ["event"]}]}] * 2},
    ],
)
def test_a_rule_is_read_strictly(document):
    with pytest.raises(LadderRefused):
        read_ladder(document, range(4))


def test_the_two_shipped_scales_order_cooperation_and_coordination_oppositely():
    words = {
        scale["code"]: [level[2][:5] for level in scale["levels"]]
        for scale in json.loads(SHIPPED.read_text(encoding="utf-8"))
    }

    assert words["frey"].index("coope") < words["frey"].index("coord")
    assert words["himmelman"].index("coord") < words["himmelman"].index("coope")
