"""Who may open the addresses of this room: a module for each part of it."""

from mentorhalo.core.tests.access import Expectations

from . import data, fieldwork, filling, instruments, interviewers, openrosa, programs, quality, studies

EXPECTATIONS: Expectations = {
    **filling.EXPECTATIONS,
    **studies.EXPECTATIONS,
    **interviewers.EXPECTATIONS,
    **fieldwork.EXPECTATIONS,
    **openrosa.EXPECTATIONS,
    **instruments.EXPECTATIONS,
    **quality.EXPECTATIONS,
    **data.EXPECTATIONS,
    **programs.EXPECTATIONS,
}
