"""Where each part of the room signs in with the registries of the house: practices, methods, projects."""
