"""The core: from a question to an answer that stands on quotes."""
