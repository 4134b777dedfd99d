"""Brings the index in step with the documents."""
