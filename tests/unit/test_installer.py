"""The recipe of the frozen application: its rules are sane, and its check catches each fault."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
LISTS = ("exclude", "keep_sources", "drop", "strip", "may_be_unresolved", "forbidden", "required")

FIT = (
    "clinnet",
    "_internal/PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
    "_internal/PySide6/Qt/plugins/platforms/libqwayland.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqsvg.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqjpeg.so",
    "_internal/PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "_internal/libxcb-cursor.so.0",
    "_internal/libxcb-icccm.so.4",
    "_internal/libxcb-keysyms.so.1",
    "_internal/libxkbcommon-x11.so.0",
    "_internal/torch/lib/libtorch_cpu.so",
    "_internal/torch/bin/torch_shm_manager",
    "_internal/resources/samples/readmission_synthetic.csv",
    "_internal/resources/fonts/Inter-Regular.otf",
    "_internal/resources/fonts/OFL.txt",
    "_internal/resources/style/clinnet.qss",
    "_internal/resources/icons/clinnet.svg",
)


@pytest.fixture
def payload(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(INSTALLER))
    sys.modules.pop("payload", None)
    import payload

    return payload


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "libreadline" / "clinnet"  # a name outside the folder is no fault of it
    for name in FIT:
        _put(folder, name)
    return folder


def _put(folder: Path, name: str, size: int = 1) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


def test_the_rules_are_lists_of_patterns_without_contradiction(payload: ModuleType) -> None:
    for name in LISTS:
        patterns = payload.RULES[name]
        assert patterns and len(set(patterns)) == len(patterns), name
        assert all(isinstance(p, str) and not p.startswith("/") and "\\" not in p for p in patterns), name
    assert 100 < payload.RULES["size_limit_mb"] < 1_000


def test_what_is_required_stands_in_the_source(payload: ModuleType) -> None:
    ours = [p.removeprefix("*/") for p in payload.RULES["required"] if "/resources/" in p]
    assert ours and all((INSTALLER.parent / name).is_file() for name in ours)


def test_a_fit_folder_has_no_fault(payload: ModuleType, bundle: Path) -> None:
    assert payload.faults(bundle) == []
    assert payload.count(bundle) == len(FIT)


@pytest.mark.parametrize("name", FIT[1:])
def test_it_says_what_is_missing(payload: ModuleType, bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    assert [fault.split(":")[0] for fault in payload.faults(bundle)] == ["missing"]


@pytest.mark.parametrize(
    "name",
    [
        "_internal/python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so",
        "_internal/libreadline.so.8",
        "_internal/PySide6/Qt/lib/libQt6Network.so.6",
        "_internal/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
        "_internal/libssl.so.3",
        "_internal/torch/lib/libcudart-8774224f.so.12",
        "_internal/torch/test/test_api",
        "_internal/numba/core.py",
        "_internal/llvmlite/binding/libllvmlite.so",
        "_internal/hypothesis/core.py",
    ],
)
def test_it_says_what_must_not_be_there(payload: ModuleType, bundle: Path, name: str) -> None:
    _put(bundle, name)
    assert payload.faults(bundle) == [f"must not be there: {name}"]


def test_it_says_that_the_folder_is_too_large(payload: ModuleType, bundle: Path) -> None:
    limit = payload.RULES["size_limit_mb"]
    _put(bundle, "_internal/weights.bin", size=limit * 1_000_000 + 1)  # a hole: takes no room
    (faults,) = payload.faults(bundle)
    assert faults.endswith(f"more than {limit}")


def test_a_link_is_no_file_of_its_own(payload: ModuleType, bundle: Path) -> None:
    size = payload.megabytes(bundle)
    (bundle / "_internal/libtorch_cpu.so").symlink_to("torch/lib/libtorch_cpu.so")
    assert payload.megabytes(bundle) == size and payload.count(bundle) == len(FIT)


def test_it_says_which_library_looks_into_the_builders_folders(
    payload: ModuleType, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"libxcb-icccm.so.4": "/home/builder/lib", "libxcb-cursor.so.0": "$ORIGIN/../lib"}

    def readelf(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        path = told.get(Path(command[-1]).name)
        line = f" 0x1d (RUNPATH)            Library runpath: [{path}]" if path else ""
        return subprocess.CompletedProcess(command, 0, stdout=line, stderr="")

    monkeypatch.setattr(payload.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(payload.subprocess, "run", readelf)
    assert payload.faults(bundle) == ["names a folder of the builder: _internal/libxcb-icccm.so.4"]


def test_a_library_that_the_builder_lacked_is_told_unless_nobody_needs_it(payload: ModuleType) -> None:
    line = "336842 WARNING: Library not found: could not resolve '{}', dependency of '/x/libqxcb.so'.\n"
    log = "".join(line.format(name) for name in ("libxcb-icccm.so.4", "libgtk-3.so.0", "libxcb-icccm.so.4"))
    assert payload.unresolved(log) == ["libxcb-icccm.so.4"]


@pytest.mark.parametrize("script", sorted(INSTALLER.glob("*.sh")), ids=lambda path: path.name)
def test_a_shell_script_parses(script: Path) -> None:
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"), [([], "usage"), (["check"], "make freeze"), (["self-test"], "make freeze")]
)
def test_the_builder_says_what_to_do_first(tmp_path: Path, arguments: list[str], said: str) -> None:
    for name in ("build.py", "payload.py", "payload.toml"):
        (tmp_path / "installer").mkdir(exist_ok=True)
        (tmp_path / "installer" / name).write_bytes((INSTALLER / name).read_bytes())
    command = [sys.executable, str(tmp_path / "installer" / "build.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and said in done.stderr
