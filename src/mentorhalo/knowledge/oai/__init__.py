"""OAI-PMH 2.0 over what this room publishes: `records` says what there is, `protocol` speaks, `tokens` goes on where a list was cut."""
