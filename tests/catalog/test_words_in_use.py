"""Every word that the code asks for is there, and every word that is there is asked for."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tui.catalog.catalog import Catalog
from tui.catalog.place import content_folder

CODE = Path(__file__).resolve().parents[2] / "tui"
INTERFACE = content_folder() / "en" / "interface"
BY_ANY = ("common.",)
"""Beginnings of keys that count as used: words that any screen may take up, and that translations have anyway."""

ACTIONS = frozenset({"app", "screen"})
"""Areas whose keys look like the names of Textual's actions (`app.quit`): there only calls of `words` count."""

FILE_ENDINGS = frozenset({"toml", "tcss", "json", "md", "py", "lock", "txt", "ics", "log", "svg"})
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+")
BUILT_IN_ERRORS = frozenset({"KeyError", "ValueError", "TypeError", "RuntimeError", "OSError", "AssertionError"})


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(CODE).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(CODE.rglob("*.py"))
    }


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


@cache
def keys() -> frozenset[str]:
    areas = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(INTERFACE.glob("*.toml"))}
    return frozenset(f"{area}.{name}" for area, texts in areas.items() for name in texts)


def areas() -> frozenset[str]:
    return frozenset(path.stem for path in INTERFACE.glob("*.toml"))


@cache
def own_ids() -> frozenset[str]:
    """Return ids of questions, which look like keys."""
    catalog = Catalog.open()
    return frozenset(question.id for step in catalog.steps for question in catalog.step(step.id).questions)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts a node may stand for: itself, or either side of a condition."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)
        case _:
            pass


def literals(tree: ast.Module) -> set[str]:
    return {text for node in nodes(tree) for text in texts(node) if isinstance(node, ast.Constant)}


def asked_for(tree: ast.Module) -> set[str]:
    """Return the keys that a module surely asks for."""
    calls = [node for node in nodes(tree) if isinstance(node, ast.Call) and node.args]
    asked = {text for node in calls if called(node) == "words" for text in texts(node.args[0])}
    for text in literals(tree) - beginnings(tree):
        area, _, name = text.partition(".")
        looks_so = KEY.fullmatch(text) and area in areas() - ACTIONS and name not in FILE_ENDINGS
        if looks_so and text not in own_ids():
            asked.add(text)
    return asked


def error_keys(tree: ast.Module) -> set[str]:
    """Return the keys of the errors that a module raises."""
    calls = [node for node in nodes(tree) if isinstance(node, ast.Call) and node.args]
    raised = [node for node in calls if called(node).endswith("Error") and called(node) not in BUILT_IN_ERRORS]
    found = {text for node in raised for text in texts(node.args[0])}
    return {text for text in found if re.fullmatch(r"[a-z][a-z0-9_]*", text)}


def beginnings(tree: ast.Module) -> set[str]:
    """Return the constant beginnings of keys that are put together: `home.day_` of `f"home.day_{n}"`."""
    joined = [node.values[0] for node in nodes(tree) if isinstance(node, ast.JoinedStr) and node.values]
    added = [node.left for node in nodes(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)]
    found = {text for node in (*joined, *added) for text in texts(node)}
    return {text for text in found if re.fullmatch(r"[a-z_]+\.[a-z0-9_]*", text)}


def endings(tree: ast.Module) -> set[str]:
    """Return the constant ends of keys whose area is put in: `.title` of `f"{self.NAME}.title"`."""
    joined = [node.values for node in nodes(tree) if isinstance(node, ast.JoinedStr) and len(node.values) == 2]
    found = {text for first, last in joined if isinstance(first, ast.FormattedValue) for text in texts(last)}
    return {text for text in found if re.fullmatch(r"\.[a-z0-9_]+", text)}


def unused() -> list[str]:
    said = {text for tree in trees().values() for text in literals(tree)}
    begun = tuple({text for tree in trees().values() for text in beginnings(tree)} - {"errors."})
    ended = tuple(text for tree in trees().values() for text in endings(tree))
    left = (key for key in keys() - said if not key.startswith((*BY_ANY, *begun)) and not key.endswith(ended))
    return sorted(key for key in left if key.removeprefix("errors.") not in said)


def test_every_word_that_is_asked_for_is_there() -> None:
    missing = {name: sorted(asked_for(tree) - keys()) for name, tree in trees().items()}
    assert {name: found for name, found in missing.items() if found} == {}


def test_every_error_has_its_sentence() -> None:
    there = {key.removeprefix("errors.") for key in keys() if key.startswith("errors.")}
    missing = {name: sorted(error_keys(tree) - there) for name, tree in trees().items()}
    assert {name: found for name, found in missing.items() if found} == {}


def test_every_beginning_of_a_key_leads_somewhere() -> None:
    for name, tree in trees().items():
        for beginning in beginnings(tree):
            if beginning.partition(".")[0] in areas():
                assert any(key.startswith(beginning) for key in keys()), (name, beginning)


def test_every_word_that_is_there_is_asked_for() -> None:
    assert unused() == []


def test_every_fault_has_its_sentences() -> None:
    """The keys of faults are arguments of findings, not of `words`: so they are looked for on their own."""
    named = {"Finding": 1, "Located": 1}
    found = {
        text
        for name, tree in trees().items()
        if name.startswith("catalog/")
        for node in nodes(tree)
        if isinstance(node, ast.Call) and called(node) in named and len(node.args) > 1
        for text in texts(node.args[1])
    }
    assert found
    there = {key.removeprefix("content.") for key in keys() if key.startswith("content.")}
    assert there == found | {f"{key}_mend" for key in found}


def test_the_search_sees_what_it_should() -> None:
    tree = ast.parse(
        'x.words("home.a")\nself.say("home.b" if x else "home.c")\nwords(f"home.day_{n}")\n'
        'raise StoreError("lost", path=p)\nKeyError("x")\n"before.now"\n"home.toml"\n'
        'words("app.quit_now")\n"app.quit"',
    )
    assert asked_for(tree) == {"home.a", "home.b", "home.c", "app.quit_now"}
    assert error_keys(tree) == {"lost"}
    assert beginnings(tree) == {"home.day_"}
