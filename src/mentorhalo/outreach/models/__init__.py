from .acts import InformationAct
from .consents import Consent, ConsentText, OptIn
from .deliveries import Bounce, Delivery, Omission, ProviderEvent
from .issues import Issue, IssueText
from .sendings import Claim, DomainPace, Sending
from .subscribers import Subscriber, Subscription

__all__ = [
    "Bounce",
    "Claim",
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
    "Sending",
    "Subscriber",
    "Subscription",
]
