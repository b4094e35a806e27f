"""Questions that pages and rooms above ask of the mentors' work."""
