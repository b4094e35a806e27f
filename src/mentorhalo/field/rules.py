"""Who has the app on the phone, and what it may send."""

import rules

from mentorhalo.accounts.rules import is_interviewer, is_mentor

rules.add_perm("field.use", is_mentor | is_interviewer)
rules.add_perm("field.log", is_mentor)
rules.add_perm("field.collect", is_mentor)
rules.add_perm("field.interview", is_mentor | is_interviewer)
