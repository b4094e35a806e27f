"""Who may write the site."""

import rules

from mentorhalo.accounts.rules import is_administrator, is_editor, is_office

rules.add_perm("website.edit", is_editor | is_office | is_administrator)
