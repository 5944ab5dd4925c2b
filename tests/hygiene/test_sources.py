"""What holds for every file: walls that people would otherwise have to remember."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

CODE = sorted(Path("tui").rglob("*.py"))
TEXTS = [*CODE, *sorted(Path("content").rglob("*.toml")), Path("README.md"), Path("CHANGELOG.md"), Path("Makefile")]
STYLE = re.compile(r"(?: |\$[a-z-]+|not|bold|dim|italic|reverse|underline|on)+")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
SPEAKS = re.compile(r"[A-Za-zäöü]{2,}[,.!?]? +[A-Za-zäöü]{2,}")


@pytest.mark.parametrize("path", CODE, ids=str)
def test_files_and_functions_stay_small_enough_to_be_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_nothing_names_a_path_of_one_machine() -> None:
    around = [*Path("tests").rglob("*.py"), *Path("bench").rglob("*.py"), *Path("docs").rglob("*.*"), Path(".ci/run")]
    for paths, machine in ((TEXTS, r"work|root|home/[a-z]+"), (around, r"work|root")):
        named = re.compile(rf"(?<![\w.])/({machine})/")
        assert [path for path in paths if path.is_file() and named.search(path.read_text("utf-8"))] == []


def test_nothing_opens_a_network_connection() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not {name.split(".")[0] for name in names} & {
                "socket",
                "ssl",
                "http",
                "urllib",
                "ftplib",
                "smtplib",
            }


@pytest.mark.parametrize("room", ["screens", "widgets", "app"])
def test_no_words_for_people_stand_in_a_screen(room: str) -> None:
    found = [
        f"{path}:{line}: {text!r}"
        for path in sorted(Path("tui", room).glob("*.py"))
        for line, text in words_in(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def words_in(tree: ast.Module) -> list[tuple[int, str]]:
    """Return the strings that read like language, but for docstrings, styles and what only programs read."""
    apart = {id(node) for holder in ast.walk(tree) for node in _not_for_people(holder)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in apart
        and SPEAKS.search(node.value)
        and not STYLE.fullmatch(node.value)
    ]


def _not_for_people(holder: ast.AST) -> list[ast.AST]:
    if isinstance(holder, ast.Expr) and isinstance(holder.value, ast.Constant):
        return [holder.value]
    if isinstance(holder, ast.Assign | ast.AnnAssign):
        targets = holder.targets if isinstance(holder, ast.Assign) else [holder.target]
        styled = any(isinstance(each, ast.Name) and each.id.endswith("CSS") for each in targets)
        return list(ast.walk(holder.value)) if styled and holder.value else []
    if isinstance(holder, ast.Call):
        name = ast.unparse(holder.func).rpartition(".")[2]
        quiet = name in {"Binding", "Command", "getLogger", "query", "query_one", "TypeVar", "work", "on"}
        classes = [word.value for word in holder.keywords if word.arg in {"classes", "group", "name"}]
        styles = holder.args[1:] if name in {"shown", "styled", "cut"} else []
        return [*(ast.walk(holder) if quiet else []), *classes, *(each for arg in styles for each in ast.walk(arg))]
    if isinstance(holder, ast.Tuple):
        return [holder.elts[-1]] if holder.elts else []
    return []


def test_that_test_finds_words() -> None:
    assert words_in(ast.parse("x = f('Hello there')"))
    assert not words_in(ast.parse("x = shown(a, 'bold primary')"))


def test_every_dependency_is_named_in_the_readme_with_its_reason() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    readme = Path("README.md").read_text("utf-8")
    for each in needed:
        name = re.split(r"[<>=!~ \[]", each, maxsplit=1)[0]
        assert name in readme, name
