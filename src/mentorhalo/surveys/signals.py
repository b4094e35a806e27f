from django.dispatch import Signal

# Questionnaires were written and wait to be read into answers. No arguments.
questionnaires_arrived = Signal()

# Responses changed their state. Arguments: responses (ids), state, by, at.
responses_decided = Signal()

# A file of responses was asked for and is made in the background. Argument: export (id).
export_ordered = Signal()
