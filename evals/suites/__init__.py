"""Suites that ship: questions over the documents of ``corpus/``, and the floors of the gate."""
