from .acts import InformationAct
from .consents import AskedLetter, Consent, ConsentText, OptIn
from .deliveries import Bounce, Delivery, DomainPace, Omission, ProviderEvent
from .issues import Issue, IssueText
from .subscribers import Subscriber, Subscription

__all__ = [
    "AskedLetter",
    "Bounce",
    "Consent",
    "ConsentText",
    "Delivery",
    "DomainPace",
    "InformationAct",
    "Issue",
    "IssueText",
    "Omission",
    "OptIn",
    "ProviderEvent",
    "Subscriber",
    "Subscription",
]
