"""What the four commands share at the terminal: expected errors are one line, never a traceback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.errors import ColloquyError
from assistant.settings import DATA


def parser(command: str, description: str) -> argparse.ArgumentParser:
    """Return an argument parser for ``python -m command`` with the ``--data`` every one takes."""
    made = argparse.ArgumentParser(prog=f"python -m {command}", description=description)
    made.add_argument(
        "--data",
        type=Path,
        default=DATA,
        metavar="DIR",
        help="the data folder (default: .data beside the program)",
    )
    return made


def main(command: Callable[[], int]) -> None:
    """Run a command and leave with its exit code; 1 on an expected error, 130 on an interrupt."""
    stay_offline()
    try:
        code = command()
        sys.stdout.flush()
    except ColloquyError as error:
        print(" ".join(str(error).split()), file=sys.stderr)  # noqa: T201
        code = 1
    except KeyboardInterrupt:
        print("Interrupted; the index is as it was.", file=sys.stderr)  # noqa: T201
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def stay_offline() -> None:
    """Switch off, before they are imported, what libraries send out by themselves."""
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        ANONYMIZED_TELEMETRY="False",
        LANGSMITH_TRACING="false",
        LANGCHAIN_TRACING_V2="false",
        TOKENIZERS_PARALLELISM="false",
    )
