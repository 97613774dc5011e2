"""What the documentation points at is there."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "resources" / "docs").glob("*.md"))]
ARCHITECTURE = (ROOT / "resources" / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_link_to_a_file_leads_to_one(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    here = [link for link in links if "://" not in link]
    assert [link for link in here if not (path.parent / link).exists()] == []


def test_every_module_that_the_architecture_names_is_there() -> None:
    named = re.findall(r"`(core/[\w/.]+)`", ARCHITECTURE)
    assert len(named) > 10
    package = ROOT / "clinnet_gui"
    assert [n for n in named if not (package / n).exists() and not (package / f"{n}.py").exists()] == []


@pytest.mark.parametrize("container", ["core", "gui"])
def test_the_floors_stand_in_the_architecture_as_in_the_contracts(container: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c.get("containers") == [f"clinnet_gui.{container}"])
    (row,) = re.findall(rf"^\| `{container}` \| (.*) \|$", ARCHITECTURE, re.MULTILINE)
    told = [set(re.findall(r"`(\w+)`", floor)) for floor in row.split(";")]
    assert told == [set(re.split(r"\s*[:|]\s*", layer)) for layer in layers]
