"""What programs read with a key, as JSON: studies, questionnaires, codebooks, responses without identities."""
