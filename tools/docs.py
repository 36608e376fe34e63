"""Write the made parts of ``docs/``: the command reference from ``--help``, and the JSON Schema of the types.

Usage: python tools/docs.py
"""

import json
from pathlib import Path

import click
from click.testing import CliRunner

from geomap.cli import main as command
from geomap.model import Claim, Event, Findings, Report

DOCS = Path(__file__).parent.parent / "docs"


def commands() -> str:
    """Every verb's help as one page."""
    parts = ["# Commands\n\nMade from `--help` by `python tools/docs.py`.\n"]

    def add(found: click.Command, path: list[str]) -> None:
        text = CliRunner().invoke(command, [*path, "--help"], prog_name="geomap", terminal_width=100).output
        parts.append(f"## geomap {' '.join(path)}".rstrip() + f"\n\n```\n{text.rstrip()}\n```\n")
        if isinstance(found, click.Group):
            for name, verb in found.commands.items():
                add(verb, [*path, name])

    add(command, [])
    return "\n".join(parts)


def schema() -> str:
    """The JSON Schema of the types that flow."""
    types = {t.__name__: t.model_json_schema(mode="serialization") for t in (Report, Claim, Event, Findings)}
    return json.dumps(types, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(commands(), encoding="utf-8")
    (DOCS / "schema.json").write_text(schema(), encoding="utf-8")
