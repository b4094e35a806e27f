"""Mail that comes in: answers to our letters, and the returns of those that could not be delivered.

registry.add_mail("answer", take_answer)               # in AppConfig.ready: who takes mail to answer+TOKEN@
letter's Reply-To = reply_address("answer", token)     # "" where the house has no mailbox
"""

from .addresses import new_token, reply_address

__all__ = ["new_token", "reply_address"]
