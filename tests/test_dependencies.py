"""What the program depends on: pinned, under licences that were looked at, and used safely."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "ingest", "evals", "ui")
SOURCES = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]

LICENCES = re.compile(
    r"(MIT(-CMU)?|0?BSD|BSD-[23]-Clause|3-Clause BSD|Apache(-2\.0)?|ISC|MPL-2\.0|PSF-2\.0|ZPL-2\.1"
    r"|Zlib|CC0-1\.0|BSL-1\.0|CNRI-Python|Mozilla Public|Python Software Foundation"
    r"|Apache( Software)?( License)?( 2\.0)?|Apache-2\.0 WITH LLVM-exception)\b"
)
SAYS_NONE = {"axe-playwright-python"}
"""Its repository says MIT, its metadata nothing."""
BY_CHOICE = {"MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"}
"""Unchanged and imported: the first or the last, as one likes."""


def pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_constraint_pins_one_version() -> None:
    assert [pin for pin in pins() if not re.fullmatch(r"[\w.-]+==[\w.+!-]+( ?;.*)?", pin)] == []


def test_every_installed_dependency_has_a_licence_that_was_looked_at() -> None:
    odd = {}
    for pin in pins():
        name = pin.partition("==")[0]
        try:
            said = licence(name)
        except PackageNotFoundError:  # of another platform, or an extra
            continue
        known = all(LICENCES.match(part) for part in re.split(r" AND | OR | / |, ", said))
        if not known and name not in SAYS_NONE and said not in BY_CHOICE:
            odd[name] = said
    assert odd == {}


def licence(name: str) -> str:
    """Return what a package says its licence is, the most exact of its ways to say it."""
    about = metadata(name)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("approved")
    ]
    exact = about.get("License-Expression") or " / ".join(classifiers)
    said = exact or (about.get("License") or "").partition("\n")[0]
    plain = said.replace("(", "").replace(")", "").replace("License, Version", "License")
    return plain.removesuffix(", dependency licenses")


CALLS_THAT_RUN_DATA = {"eval", "exec", "compile", "__import__"}
NAMES_THAT_RUN_DATA = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "load_prompt"}
SERVERS = {"HttpClient", "AsyncHttpClient", "CloudClient"}


def test_no_module_runs_data_as_code_or_talks_to_a_vector_server() -> None:
    found = {path: list(faults(ast.parse(path.read_text()))) for path in SOURCES}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_what_must_not_be_in_a_module_is_found() -> None:
    bad = """
import pickle
from langchain_core.prompts import load_prompt
eval(x)
AutoModel.from_pretrained(m, trust_remote_code=True)
np.load(f, allow_pickle=True)
chromadb.HttpClient("host")
client.get_collection("passages")
torch.load(f)
"""
    assert len(list(faults(ast.parse(bad)))) == 8


def faults(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                module = getattr(node, "module", None) or ""
                for name in (module, *(alias.name for alias in names)):
                    if name.partition(".")[0] in NAMES_THAT_RUN_DATA:
                        yield f"line {node.lineno}: {name}"
            case ast.Call(func=ast.Name(id=name)) if name in CALLS_THAT_RUN_DATA:
                yield f"line {node.lineno}: {name}"
            case ast.Attribute(attr=name) if name in SERVERS:
                yield f"line {node.lineno}: {name}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="load")):
                yield f"line {node.lineno}: torch.load"
            case ast.Call(func=ast.Attribute(attr=name), keywords=given):
                yield from wrong_arguments(node.lineno, name, given)


def wrong_arguments(line: int, name: str, given: list[ast.keyword]) -> Iterator[str]:
    values = {k.arg: k.value.value for k in given if isinstance(k.value, ast.Constant)}
    for flag in ("trust_remote_code", "allow_pickle"):
        if values.get(flag):
            yield f"line {line}: {flag}"
    # Left out, Chroma builds an embedding function of its own, or one that the collection names.
    if name in ("create_collection", "get_collection", "get_or_create_collection") and (
        values.get("embedding_function", "left out") is not None
    ):
        yield f"line {line}: {name} with an embedding function"
