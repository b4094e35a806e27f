"""Interviews invented by a seed: honest ones with all that makes honest people alike, and cheats whose deeds are known."""

from dataclasses import dataclass, field

import numpy as np

from mentorhalo.surveys.quality.geometry import Place, place_of
from mentorhalo.surveys.quality.table import DONT_KNOW, MISSING, REFUSED, Grid, Interviews, Item, collect

SCALE = 5
OPENED = np.datetime64("2026-03-02T00:00:00")


@dataclass
class Planted:
    """The interviews, where they should have been, and what was done to them (ids)."""

    table: Interviews
    places: dict[str, Place]
    straight: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    copies: set[frozenset[str]] = field(default_factory=set)
    cheats: dict[str, str] = field(default_factory=dict)


def plant(
    seed: int,
    *,
    interviews: int = 15_000,
    interviewers: int = 120,
    cheats: int = 8,
) -> Planted:
    """`cheats` interviewers do one of four things to a quarter to a half of their interviews: straight answers, short
    interviews, interviews from elsewhere, copies of their own earlier interviews with a few answers changed.
    """
    return _Planter(seed, interviews, interviewers, cheats).plant()


class _Planter:
    def __init__(self, seed: int, interviews: int, interviewers: int, cheats: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.size, self.interviewers, self.cheats = interviews, interviewers, cheats
        self.ids = np.array([f"r{row:05}" for row in range(interviews)])
        self.who = np.sort(np.arange(interviews) % interviewers)
        # Everybody works in about five settlements, each of which another interviewer shares.
        self.village = (self.who * 4 + self.chance.integers(0, 5, interviews)) % (interviewers * 4)

    def plant(self) -> Planted:
        self._make_answers()
        self._make_times()
        self._make_positions()
        done = Planted(table=None, places=self.places)  # type: ignore[arg-type]
        kinds = ["straight", "short", "away", "copies"]
        guilty = self.chance.permutation(self.interviewers)[: self.cheats]
        for turn, who in enumerate(guilty):
            own = np.flatnonzero(self.who == who)
            chosen = self.chance.permutation(own)[: int(len(own) * self.chance.uniform(0.25, 0.5))]
            kind = kinds[turn % len(kinds)]
            done.cheats[f"i{who:03}"] = kind
            getattr(self, f"_plant_{kind}")(done, own, chosen)
        done.table = self._table()
        return done

    # --- honest work -----------------------------------------------------------------------------------------

    def _make_answers(self) -> None:
        """24 items in three grids moved by two leanings of a person, 36 others moved by the same; villages and
        interviewers shift both a little. Marginal distributions are as uneven as they are in life."""
        chance, size = self.chance, self.size
        leaning = chance.normal(size=(size, 4))
        leaning += 0.35 * chance.normal(size=(self.interviewers * 4, 4))[self.village]
        style = 0.2 * chance.normal(size=(self.interviewers, 60))[self.who]
        columns, items, grids = [], [], []
        for at in range(60):
            in_grid = at < 24
            is_turned = in_grid and at % 4 == 3
            options = SCALE if in_grid else int(chance.choice([2, 2, 3, 4, 5, 7]))
            load = chance.uniform(0.5, 0.8) if in_grid else chance.uniform(0, 0.5)
            hidden = (-1 if is_turned else 1) * load * leaning[:, at // 8 % 4] + np.sqrt(
                1 - load**2
            ) * chance.normal(size=size)
            shares = chance.dirichlet(np.full(options, 3.0))
            cuts = np.quantile(hidden, np.cumsum(shares)[:-1])
            columns.append(np.searchsorted(cuts, hidden + style[:, at]).astype(np.int16))
            items.append(Item(f"q{at:02}", is_ordered=options == 2 or at % 3 > 0))
        for number in range(3):
            whole = tuple(range(number * 8, number * 8 + 8))
            grids.append(Grid(f"g{number}", whole, tuple(at for at in whole if at % 4 == 3)))
        self.answers, self.items, self.grids = np.column_stack(columns), items, grids
        silent = (
            chance.beta(0.6, 18, size=(size, 1))
            * chance.uniform(0.7, 1.4, size=(self.interviewers, 1))[self.who]
        )
        self.answers[chance.random((size, 60)) < silent] = DONT_KNOW
        self.answers[chance.random((size, 60)) < silent / 4] = REFUSED
        self.answers[chance.random((size, 60)) < 0.002] = MISSING
        self.numbers = np.exp(chance.normal([12.3, 1.0], [0.5, 0.4], size=(size, 2)))

    def _make_times(self) -> None:
        """28 minutes in the middle; four a day, one after the other; interviewers are quicker or slower by a tenth."""
        chance, size = self.chance, self.size
        pace = 0.1 * chance.normal(size=self.interviewers)[self.who]
        self.minutes = np.exp(np.log(28) + pace + 0.27 * chance.normal(size=size))
        turn = np.arange(size) - np.searchsorted(self.who, self.who)
        start = (turn // 4) * 1440.0 + 540 + (turn % 4) * 150 + chance.uniform(0, 60, size)
        self.started = OPENED + (start * 60).astype("timedelta64[s]")
        # Who works a day in one village does not drive across the county at noon.
        day = turn // 4
        self.village = (self.who * 4 + (day * 7) % 5) % (self.interviewers * 4)

    def _make_positions(self) -> None:
        """Villages are squares of about three kilometres, ten apart; a phone errs by some metres."""
        chance, size = self.chance, self.size
        count = self.interviewers * 4
        east, north = 16.5 + 0.15 * (np.arange(count) % 30), 45.9 + 0.1 * (np.arange(count) // 30)
        self.places = {
            f"v{at:04}": place_of([[_square(east[at], north[at])]], latitude=north[at], longitude=east[at])
            for at in range(count)
        }
        self.longitude = east[self.village] + chance.normal(0, 0.005, size).clip(-0.018, 0.018)
        self.latitude = north[self.village] + chance.normal(0, 0.004, size).clip(-0.013, 0.013)
        self.accuracy = np.exp(chance.normal(1.9, 0.45, size))

    # --- what cheats do ----------------------------------------------------------------------------------------

    def _plant_straight(self, done: Planted, own: np.ndarray, chosen: np.ndarray) -> None:
        for row in chosen:
            for grid in self.grids[: self.chance.integers(1, 4)]:
                self.answers[row, list(grid.items)] = self.chance.integers(0, SCALE)
        done.straight |= set(self.ids[chosen])

    def _plant_short(self, done: Planted, own: np.ndarray, chosen: np.ndarray) -> None:
        self.minutes[chosen] = np.exp(np.log(28 * self.chance.uniform(0.2, 0.45, len(chosen))))
        done.short |= set(self.ids[chosen])

    def _plant_away(self, done: Planted, own: np.ndarray, chosen: np.ndarray) -> None:
        """From home, which lies in none of the villages of the day."""
        home = self.chance.uniform(0.06, 0.09)
        self.longitude[chosen] += home
        done.away |= set(self.ids[chosen])

    def _plant_copies(self, done: Planted, own: np.ndarray, chosen: np.ndarray) -> None:
        for row in chosen:
            model = self.chance.choice(np.setdiff1d(own, chosen))
            kept = self.answers[row].copy()
            self.answers[row] = self.answers[model]
            changed = self.chance.permutation(60)[: self.chance.integers(0, 7)]
            self.answers[row, changed] = kept[changed]
            done.copies.add(frozenset({str(self.ids[row]), str(self.ids[model])}))

    def _table(self) -> Interviews:
        return collect(
            [str(name) for name in self.ids],
            interviewer=[f"i{who:03}" for who in self.who],
            settlement=[f"v{at:04}" for at in self.village],
            version=["1"] * self.size,
            started=self.started,
            ended=self.started + (self.minutes * 60).astype("timedelta64[s]"),
            latitude=self.latitude,
            longitude=self.longitude,
            accuracy=self.accuracy,
            answers=self.answers,
            items=self.items,
            grids=self.grids,
            numbers=self.numbers,
            number_names=["income", "household"],
        )


def _square(east: float, north: float) -> list[tuple[float, float]]:
    return [
        (east + x, north + y) for x, y in ((-0.02, -0.015), (0.02, -0.015), (0.02, 0.015), (-0.02, 0.015))
    ]
