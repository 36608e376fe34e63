"""Documents are checked like code: the README's commands and Python, the made reference, links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [p for p in [*ROOT.glob("*.md"), *ROOT.glob("*/*.md")] if ".venv" not in p.parts]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_ci_runs_the_two_commands_that_the_readme_opens_with() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in blocks("sh")[:2]:
        assert command.strip() in ci


def test_the_line_that_the_readme_shows_is_the_line_that_is_printed(tmp_path: Path) -> None:
    shown = re.search(r"```\n(output/map\.html: .*)\n```", README).group(1)
    command = [sys.executable, "-c", "from geomap.cli import main; main()", "map", str(ROOT / "seeds")]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True).stdout.strip()
    assert printed == shown


def test_the_python_of_the_readme_runs_and_type_checks(tmp_path: Path) -> None:
    code = blocks("python")[0].replace('"seeds"', repr(str(ROOT / "seeds")))
    assert len([line for line in code.splitlines() if line.strip()]) == 4
    (tmp_path / "readme.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "readme.py"], cwd=tmp_path, capture_output=True, check=True, text=True)
    assert re.fullmatch(r"\d+ events\n", done.stdout)
    assert (tmp_path / "output" / "map.html").is_file()
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "readme.py"], cwd=tmp_path, capture_output=True, check=False, text=True
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", ["commands.md", "schema.json"])
def test_the_made_documents_are_up_to_date(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import docs

    made = docs.commands() if name == "commands.md" else docs.schema()
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, "run 'python tools/docs.py'"


def test_every_verb_has_help_and_is_in_the_reference() -> None:
    from geomap.cli import main

    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, verb in {**main.commands, **main.commands["gazetteer"].commands}.items():
        assert verb.help, name
        assert re.search(rf"^## geomap (?:gazetteer )?{name}$", reference, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_version_and_changelog_agree() -> None:
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
