"""The OpenRosa protocol: what ODK Collect, Enketo and other clients of forms speak."""
