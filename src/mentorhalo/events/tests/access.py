from .access_occasions import OCCASIONS
from .access_week import WEEK

EXPECTATIONS = {**OCCASIONS, **WEEK}
