"""The house keeps its shape: small files, documented modules, nothing that runs code from a file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "clinnet_gui").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_CLASS = 200
LONGEST_FUNCTION = 45
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_ATTRIBUTES = {("torch", "load"), ("torch", "compile"), ("np", "load"), ("os", "system")}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _definitions(tree: ast.Module) -> Iterator[tuple[ast.AST, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_small_and_says_what_it_is(path: Path) -> None:
    tree = _tree(path)
    assert ast.get_docstring(tree), "a module says what it is"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for node, size in _definitions(tree):
        limit = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
        assert size <= limit, f"{getattr(node, 'name', '')} has {size} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_runs_code_that_came_from_a_file(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            assert called.id not in FORBIDDEN_CALLS
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            assert (called.value.id, called.attr) not in FORBIDDEN_ATTRIBUTES


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes, and the latter's methods; not what Qt names and documents."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            methods = node.body if isinstance(node, ast.ClassDef) else ()
            yield from (m for m in methods if isinstance(m, ast.FunctionDef) and _is_ours(m))


def _is_ours(method: ast.FunctionDef) -> bool:
    setter = any(isinstance(d, ast.Attribute) and d.attr == "setter" for d in method.decorator_list)
    return method.name.islower() and not method.name.startswith("_") and not setter


PUBLIC = [(path, node) for path in MODULES for node in _public(_tree(path))]


@pytest.mark.parametrize(("path", "node"), PUBLIC, ids=lambda v: getattr(v, "name", ""))
def test_what_is_public_is_documented(path: Path, node: ast.FunctionDef | ast.ClassDef) -> None:
    assert ast.get_docstring(node), f"{path.name}: {node.name}"


RICH_TEXT = {"setToolTip", "setWhatsThis", "setLabel", "setTitle", "setHtml", "addLegend"}
WINDOW = [p for p in MODULES if "gui" in p.parts and p.name != "messages.py"]


def _is_literal(node: ast.expr) -> bool:
    """A constant, a choice of constants, or a text that was escaped."""
    if isinstance(node, ast.IfExp):
        return _is_literal(node.body) and _is_literal(node.orelse)
    escaped = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tip", "plain")
    )
    return escaped or isinstance(node, ast.Constant)


@pytest.mark.parametrize("path", WINDOW, ids=lambda p: p.name)
def test_what_qt_reads_as_html_is_escaped_or_constant(path: Path) -> None:
    """Labels are made by ``messages.label``; tooltips and plots get what ``tip`` and ``plain`` escape."""
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "QLabel":
            assert all(isinstance(a, ast.Name) and a.id == "parent" for a in node.args), f"line {node.lineno}"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in RICH_TEXT:
            assert all(map(_is_literal, node.args[:1])), f"line {node.lineno}"


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_top_level_holds_what_a_stranger_expects() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a checkout")
    names = {line.split("/")[0] for line in tracked}
    expected = {"pyproject.toml", "clinnet_gui", "resources", "tests", "installer", "README.md", "Makefile"}
    assert {n for n in names if not n.startswith(".")} == expected | {"LICENSE"}
