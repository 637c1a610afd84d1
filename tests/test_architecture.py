"""The rules of the house that a reader cannot keep in mind: import direction, sizes, dialogs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "skop_desktop"
LEAVES: Final = frozenset({"errors", "resources", "child_programs", "sqlite_file", "web", PACKAGE})
"""Everyone may import these; the package itself holds the version."""

MAY_IMPORT: Final = {
    "api": frozenset[str](),
    "jobs": frozenset({"api"}),
    "provenance": frozenset[str](),
    "downloads": frozenset({"api", "provenance"}),
    "documents": frozenset({"api"}),
    "engine": frozenset({"api"}),
    "desktop": frozenset[str](),
    "settings": frozenset({"api"}),
    "options": frozenset({"api"}),
    "clients": frozenset({"api", "desktop", "local_engine"}),
    "local_engine": frozenset({"api"}),
    "messages": frozenset[str](),
    "logs": frozenset[str](),
    "aio": frozenset[str](),
    "lifecycle": frozenset({"aio"}),
    "errors": frozenset[str](),
    "resources": frozenset[str](),
    "child_programs": frozenset[str](),
    "web": frozenset[str](),
    "licences": frozenset[str](),
    "releases": frozenset[str](),
    "sqlite_file": frozenset[str](),
    PACKAGE: frozenset[str](),
    "__main__": frozenset({"app"}),
}
"""Part -> the parts below it. What is ``ON_TOP`` has rules of its own."""

COMPOSITION: Final = frozenset({"app", "services", "session", "installation_check"})
"""The composition root: may import all, and only the start imports it."""

ON_TOP: Final = COMPOSITION | {"ui"}
NOT_FROM_UI: Final = COMPOSITION | {"engine", "__main__"}
ENGINE_READS_OF_API: Final = frozenset({"models", "tolerant", "job_id"})
QT: Final = frozenset({"PySide6", "shiboken6", "qasync"})
QT_PARTS: Final = COMPOSITION | {"ui", "aio", "lifecycle"}
BROAD_EXCEPT_PARTS: Final = frozenset({"aio", "app"})
BLOCKING_DIALOGS: Final = {
    "QMessageBox": frozenset({"question", "information", "warning", "critical", "about"}),
    "QInputDialog": frozenset({"getText", "getItem", "getInt", "getDouble", "getMultiLineText"}),
    "QFileDialog": frozenset(
        {"getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"}
    ),
    "QColorDialog": frozenset({"getColor"}),
    "QFontDialog": frozenset({"getFont"}),
}
LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 50
LONGEST_INIT: Final = 60


@dataclass(frozen=True, slots=True)
class Module:
    """One source file. ``name`` is dotted, below the package: ``api.models``, ``ui``."""

    name: str
    nodes: tuple[ast.AST, ...]
    is_package: bool = False

    @property
    def part(self) -> str:
        return self.name.partition(".")[0]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted absolute name of all that is imported, at any depth of the file."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        own = [PACKAGE, *self.name.split(".")] if self.name != PACKAGE else [PACKAGE]
        if not self.is_package:
            own.pop()
        above = own[: len(own) - node.level + 1]
        return ".".join([*above, *([node.module] if node.module else [])])


def sources() -> Iterator[tuple[str, Path]]:
    """The name of each module, and its file."""
    for file in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = file.relative_to(ROOT / PACKAGE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or PACKAGE, file


def nodes_of(source: bytes | str, file: Path = Path("made up")) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source, str(file))))


@cache
def modules() -> tuple[Module, ...]:
    return tuple(
        Module(name, nodes_of(file.read_bytes(), file), file.stem == "__init__")
        for name, file in sources()
    )


def made_of(name: str, source: str) -> Module:
    return Module(name, nodes_of(source))


PARTS: Final = frozenset(name.partition(".")[0] for name, _ in sources())


def _ours(imported: str) -> tuple[str, str]:
    """Part and what follows of an import of ours; two empty strings for anything else."""
    names = imported.split(".")
    if names[0] != PACKAGE:
        return "", ""
    if len(names) == 1 or names[1] not in PARTS | MAY_IMPORT.keys() | ON_TOP:
        return PACKAGE, ""
    return names[1], names[2] if len(names) > 2 else ""


def upward_imports(module: Module) -> Iterator[str]:
    for line, imported in module.imports():
        part, rest = _ours(imported)
        if not part or part in LEAVES | {module.part} or module.part in COMPOSITION:
            continue
        if module.part == "ui":
            allowed = part not in NOT_FROM_UI
        else:
            allowed = part in MAY_IMPORT.get(module.part, frozenset())
        if module.part == "engine" and part == "api":
            allowed = rest in ENGINE_READS_OF_API
        if not allowed:
            yield f"{module.name}:{line} imports {imported}"


def stray_qt(module: Module) -> Iterator[str]:
    for line, imported in module.imports():
        library = imported.partition(".")[0]
        only_in = frozenset({"aio"}) if library == "qasync" else QT_PARTS
        if library in QT and module.part not in only_in:
            yield f"{module.name}:{line} imports {imported}"


def blocking_dialogs(module: Module) -> Iterator[str]:
    """Calls that start an event loop inside the event loop. A drag has no other form in Qt."""
    for node in module.nodes:
        if module.part != "ui" or not isinstance(node, ast.Call):
            continue
        if not isinstance(node.func, ast.Attribute):
            continue
        receiver = ast.unparse(node.func.value)
        called = node.func.attr
        runs_loop = called in {"exec", "exec_"} and not receiver.lower().endswith("drag")
        if runs_loop or called in BLOCKING_DIALOGS.get(receiver.rpartition(".")[2], ()):
            yield f"{module.name}:{node.lineno} calls {receiver}.{called}"


def broad_excepts(module: Module) -> Iterator[str]:
    """Handlers of every error. ``BaseException`` is fine where the last word is ``raise``."""
    for node in module.nodes:
        if not isinstance(node, ast.ExceptHandler) or module.part in BROAD_EXCEPT_PARTS:
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        names = {ast.unparse(kind) if kind else "" for kind in caught}
        passed_on = ast.unparse(node.body[-1]) == "raise"
        if names & {"", "Exception"} or ("BaseException" in names and not passed_on):
            yield f"{module.name}:{node.lineno} catches everything"


def long_functions(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > (LONGEST_INIT if node.name == "__init__" else LONGEST_FUNCTION):
                yield f"{name}:{node.lineno} {node.name} has {length} lines"


def test_imports_go_downwards_only() -> None:
    assert [found for module in modules() for found in upward_imports(module)] == []


def test_every_part_has_its_line_in_the_table() -> None:
    assert PARTS - MAY_IMPORT.keys() - ON_TOP == set()


def test_qt_stays_in_the_window_and_qasync_in_one_file() -> None:
    assert [found for module in modules() for found in stray_qt(module)] == []


def test_no_dialog_runs_an_event_loop_of_its_own() -> None:
    assert [found for module in modules() for found in blocking_dialogs(module)] == []


def test_only_the_outermost_places_catch_everything() -> None:
    assert [found for module in modules() for found in broad_excepts(module)] == []


def test_files_are_short() -> None:
    files = [
        file for part in (PACKAGE, "packaging", "tests") for file in (ROOT / part).rglob("*.py")
    ]
    sizes = {file: len(file.read_text("utf-8").splitlines()) for file in files}
    assert [f"{file.relative_to(ROOT)}: {n}" for file, n in sizes.items() if n > LONGEST_FILE] == []


def test_functions_are_short() -> None:
    files = [file for part in (PACKAGE, "packaging") for file in (ROOT / part).rglob("*.py")]
    found = [
        line
        for file in files
        for line in long_functions(
            str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"), str(file))
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("api.client", "from skop_desktop.jobs import library"),
        ("api.client", "from ..jobs import library"),
        ("jobs.follow", "import skop_desktop.ui.window"),
        ("jobs.follow", "def f():\n    from skop_desktop.downloads import naming"),
        ("engine.server", "from skop_desktop.api.client import Client"),
        ("engine.server", "from skop_desktop.api import client"),
        ("ui.window", "from skop_desktop.engine import server"),
        ("ui.window", "from skop_desktop import app"),
        ("desktop.keychain", "from skop_desktop.api import models"),
        ("errors", "from skop_desktop.api import models"),
    ],
)
def test_an_import_upwards_is_seen(name: str, source: str) -> None:
    assert list(upward_imports(made_of(name, source)))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("api.client", "from skop_desktop.errors import SkopError\nimport httpx"),
        ("api.client", "from skop_desktop import __version__\nfrom . import models"),
        ("engine.server", "from skop_desktop.api.models import Document"),
        ("ui.window", "from skop_desktop.jobs.library import Library\nfrom ..documents import x"),
        ("app", "from skop_desktop.ui.window import Window"),
    ],
)
def test_an_import_downwards_is_fine(name: str, source: str) -> None:
    assert list(upward_imports(made_of(name, source))) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [("jobs.follow", "from PySide6.QtCore import QObject"), ("ui.window", "import qasync")],
)
def test_qt_in_the_wrong_place_is_seen(name: str, source: str) -> None:
    assert list(stray_qt(made_of(name, source)))


@pytest.mark.parametrize(
    "source",
    [
        "dialog.exec()",
        "QMessageBox.question(self, '', '')",
        "QtWidgets.QFileDialog.getColor.exec_()",
    ],
)
def test_a_blocking_dialog_is_seen(source: str) -> None:
    assert list(blocking_dialogs(made_of("ui.window", source)))


def test_a_drag_may_run() -> None:
    assert list(blocking_dialogs(made_of("ui.table", "drag.exec(actions)"))) == []


@pytest.mark.parametrize("caught", ["", " Exception", " (OSError, Exception)", " BaseException"])
def test_a_broad_except_is_seen(caught: str) -> None:
    module = made_of("jobs.follow", f"try:\n    pass\nexcept{caught}:\n    pass")
    assert list(broad_excepts(module))


def test_tidying_up_before_an_error_goes_on_is_fine() -> None:
    source = "try:\n    pass\nexcept BaseException:\n    undo()\n    raise"
    assert list(broad_excepts(made_of("jobs.follow", source))) == []


def test_a_long_function_is_seen() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert list(long_functions("x", ast.parse(f"def f():\n{body}")))
    assert list(long_functions("x", ast.parse(f"def __init__():\n{body}"))) == []


CLOCKS: Final = frozenset({"monotonic", "perf_counter", "process_time", "thread_time"})


def asserted_seconds(nodes: tuple[ast.AST, ...]) -> Iterator[int]:
    """Lines that demand that something takes less than some time of a real clock."""
    for node in nodes:
        if not isinstance(node, ast.Assert):
            continue
        inner = tuple(ast.walk(node.test))
        reads = any(
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in CLOCKS
            for call in inner
        )
        if reads and any(isinstance(part, (ast.Lt, ast.LtE)) for part in inner):
            yield node.lineno


def test_no_test_fails_because_the_computer_is_busy() -> None:
    """How quick something is, benchmarks compare with something else in the same run."""
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in sorted((ROOT / "tests").rglob("*.py"))
        if "benchmarks" not in file.parts
        for line in asserted_seconds(nodes_of(file.read_bytes(), file))
    ]
    assert found == []


def test_an_assert_on_seconds_is_seen() -> None:
    assert [*asserted_seconds(nodes_of("assert time.monotonic() - begun < 3"))] == [1]
    assert [*asserted_seconds(nodes_of("assert time.monotonic() - begun >= 1"))] == []
