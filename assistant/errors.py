"""Every error a user can cause or mend, each one line that ends with the remedy.

ColloquyError
├── SettingsError       a setting is unknown or has an impossible value
├── PlatformError       this Python or machine lacks something the program needs
├── IndexMissing        there is no index yet, or it holds no document
├── IndexMismatch       the index was built with other settings
├── IndexDamaged        the index and its catalog do not agree
├── ModelError          a model is absent, damaged or not to be trusted
├── ChatUnavailable     the chat model cannot be reached, fails or takes too long
├── NoSuchVersion       a version or document is not kept
├── StorageError        the disk refused to take or give something
├── IngestLocked        another ingest is at work on the same data folder
├── LoadError           one document cannot be read
├── SuiteError          an evaluation suite or run cannot be read
└── PageError           the chat page cannot be served

Commands print such an error as one line and end with exit code 1. Any other exception is a bug.
"""


class ColloquyError(Exception):
    """An expected error; its text is the line the user reads."""


class SettingsError(ColloquyError):
    """A setting is unknown or has an impossible value."""


class PlatformError(ColloquyError):
    """This Python or machine lacks something the program needs."""


class IndexMissing(ColloquyError):
    """There is no index yet, or it holds no document."""


class IndexMismatch(ColloquyError):
    """The index was built with other settings than those in force."""


class IndexDamaged(ColloquyError):
    """The index and its catalog do not agree."""


class NoSuchVersion(ColloquyError):
    """A version, or a document in any version, is not kept."""


class StorageError(ColloquyError):
    """The disk refused to take or give something; the index is as it was."""


class ModelError(ColloquyError):
    """A model is absent, damaged or not to be trusted."""


class ChatUnavailable(ColloquyError):
    """The chat model cannot be reached, fails or takes too long; quotes answer in its place."""


class IngestLocked(ColloquyError):
    """Another ingest is at work on the same data folder."""


class LoadError(ColloquyError):
    """One document cannot be read; the others are not affected."""


class SuiteError(ColloquyError):
    """An evaluation suite or run cannot be read."""


class PageError(ColloquyError):
    """The chat page cannot be served."""
