from .cohorts import Cohort, Enrolment, Presence, Session
from .courses import Assignment, Course, CourseVersion, Module
from .materials import Material, MaterialVersion, Opinion, Reading
from .results import Certificate, DiaryEntry, Mark, SigningKey

__all__ = [
    "Assignment",
    "Certificate",
    "Cohort",
    "Course",
    "CourseVersion",
    "DiaryEntry",
    "Enrolment",
    "Mark",
    "Material",
    "MaterialVersion",
    "Module",
    "Opinion",
    "Presence",
    "Reading",
    "Session",
    "SigningKey",
]
