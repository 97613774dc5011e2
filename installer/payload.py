"""The payload: what ``payload.toml`` allows, made and checked in a frozen folder."""

import fnmatch
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

RULES = tomllib.loads(Path(__file__).with_name("payload.toml").read_text(encoding="utf-8"))
_NOT_FOUND = re.compile(r"Library not found: could not resolve '([^']+)'")
_RUNPATH = re.compile(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]")


def slim(folder: Path) -> None:
    """Strip the symbols of the large libraries, and search paths that name the builder's folders."""
    files = _files(folder)
    for name in _matching(files, RULES["strip"]):
        subprocess.run(["strip", "--strip-unneeded", str(folder / name)], check=True)
    for name in files:
        if _names_a_builder(folder / name):
            subprocess.run([_patchelf(), "--remove-rpath", str(folder / name)], check=True)


def unresolved(log: str) -> list[str]:
    """Return the libraries that the freezer missed and that the program needs where it runs."""
    missed = sorted(set(_NOT_FOUND.findall(log)))
    return [name for name in missed if not _matching([name], RULES["may_be_unresolved"])]


def faults(folder: Path) -> list[str]:
    """Return what is wrong with a frozen folder, a sentence each; none where it is fit to ship."""
    files = _files(folder)
    return [
        *(f"must not be there: {name}" for name in _matching(files, RULES["forbidden"])),
        *(f"missing: {pattern}" for pattern in RULES["required"] if not _matching(files, [pattern])),
        *(f"names a folder of the builder: {name}" for name in files if _names_a_builder(folder / name)),
        *_too_large(folder),
    ]


def megabytes(folder: Path) -> float:
    """Return the size of a folder; links count nothing."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if _is_plain(path)) / 1e6


def count(folder: Path) -> int:
    """Return how many files a folder holds, links not counted."""
    return len(_files(folder))


def _patchelf() -> str:
    """The tool of the environment that freezes, which need not be activated."""
    beside = Path(sys.executable).with_name("patchelf")
    return str(beside) if beside.exists() else "patchelf"


def _too_large(folder: Path) -> list[str]:
    size, limit = megabytes(folder), RULES["size_limit_mb"]
    return [f"{size:.0f} MB, more than {limit}"] if size > limit else []


def _files(folder: Path) -> list[str]:
    """Paths relative to the folder: where it was built does not matter."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_plain(path))


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _matching(names: list[str], patterns: list[str]) -> list[str]:
    return [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]


def _names_a_builder(path: Path) -> bool:
    """Whether a library looks for others in an absolute folder (a Python built in a home does)."""
    if ".so" not in path.name or shutil.which("readelf") is None:
        return False
    done = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=False)
    found = _RUNPATH.search(done.stdout)
    return found is not None and any(part.startswith("/") for part in found[1].split(":"))
