from .access_occasions import OCCASIONS

EXPECTATIONS = {**OCCASIONS}
