class TrainingRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
