"""The pages of the mentors' work."""
