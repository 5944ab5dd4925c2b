"""No text of a person's reaches a widget as markup: Textual would obey it, and `[/b]` would end the app."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOMS = ("app", "screens", "widgets")
SOURCES = [path for room in ROOMS for path in sorted(Path("tui", room).glob("*.py"))]

TAKES_MARKUP = {
    "Static": 0,
    "Label": 0,
    "Button": 0,
    "Checkbox": 0,
    "RadioButton": 0,
    "Option": 0,
    "Digits": None,
    "Collapsible": 0,
    "Tab": 0,
    "TabPane": 0,
    "Selection": 0,
    "Markdown": 0,
}
"""Widgets and options, and which argument of theirs Textual reads as markup when it is a plain string."""

MARKUP_KEYWORDS = {"content", "label", "prompt", "title", "tooltip", "border_title", "border_subtitle"}
MARKUP_METHODS = {
    "update": 0,
    "add_option": 0,
    "add_column": 0,
    "add_leaf": 0,
    "replace_option_prompt": 1,
    "replace_option_prompt_at_index": 1,
}
MARKUP_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label"}
SAFE_CALLS = {"shown", "cut", "joined", "tag", "shape", "assemble"}
MADE_HARMLESS = {"harmless", "one_line", "shorten"}
"""What a text has to have passed where content is made of it by hand."""


def content_functions(tree: ast.AST) -> set[str]:
    """Return the functions that say that they return content."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and "Content" in ast.unparse(node.returns)
    }


@cache
def everywhere() -> set[str]:
    """Return those of all rooms."""
    return {name for path in SOURCES for name in content_functions(ast.parse(path.read_text("utf-8")))}


def unsafe(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the line and the reason of every place where a plain string may reach a widget as markup."""
    known = everywhere() | content_functions(tree) | SAFE_CALLS
    for _ in range(2):  # a name may be made from another
        known |= _content_names(tree, known)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node, known)
        if isinstance(node, ast.ClassDef):
            yield from _built_on(node, known)
        if isinstance(node, ast.FunctionDef) and node.name == "render" and not _says_content(node):
            yield node.lineno, "render does not say that it returns content"
        if isinstance(node, ast.Assign):
            for target in node.targets:
                named = isinstance(target, ast.Attribute) and target.attr in MARKUP_ATTRIBUTES
                if named and not _harmless(node.value, known):
                    yield node.lineno, f"{ast.unparse(target)} is set to something that is not content"


def _content_names(tree: ast.AST, known: set[str]) -> set[str]:
    """Return the variables that are only ever given content."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    typed = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and _is_content(node.annotation)}
    return typed | {name for name, values in given.items() if all(_harmless(each, known) for each in values)}


def _is_content(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) == "Content"


def _built_on(node: ast.ClassDef, known: set[str]) -> Iterator[tuple[int, str]]:
    """Look at what a class of ours hands on to the widget that it is made from."""
    bases = {_name(base) for base in node.bases} & TAKES_MARKUP.keys()
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)] if bases else []
    for call in calls:
        if ast.unparse(call.func) != "super().__init__":
            continue
        for value in call.args[:1]:
            markdown = "Markdown" in bases and _is_made_harmless(value)  # its marks are wanted; its controls are not
            if not markdown and not _harmless(value, known):
                yield call.lineno, f"{node.name} hands on something that is not content"


def _says_content(node: ast.FunctionDef) -> bool:
    return node.returns is not None and ast.unparse(node.returns) not in {"str", "RenderResult", "object"}


def _call(node: ast.Call, known: set[str]) -> Iterator[tuple[int, str]]:
    name = _name(node.func)
    if name == "from_markup":
        if not (node.args and isinstance(node.args[0], ast.Constant)):
            yield node.lineno, "from_markup is given something that is not a constant"
    elif name == "notify":
        plain = any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in node.keywords)
        if not plain:
            yield node.lineno, "notify reads markup unless it is told not to"
    elif name in TAKES_MARKUP or (isinstance(node.func, ast.Attribute) and name in MARKUP_METHODS):
        if "Digits" in ast.unparse(node.func):  # it draws its text, and reads no markup
            return
        place = TAKES_MARKUP.get(name, MARKUP_METHODS.get(name))
        given = node.args[place : place + 1] if place is not None else []
        given += [word.value for word in node.keywords if word.arg in MARKUP_KEYWORDS]
        for value in given:
            if not _harmless(value, known) and not isinstance(value, ast.Starred):
                yield node.lineno, f"{name} is given something that is not content"


def _harmless(value: ast.expr, known: set[str]) -> bool:
    match value:
        case ast.Call(func=func):
            return _name(func) in known or _is_content_of(value, known)
        case ast.IfExp(body=body, orelse=orelse):
            return _harmless(body, known) and _harmless(orelse, known)
        case ast.Name(id=name):
            return name in known
        case ast.Constant(value=str(text)):
            return "[" not in text
        case _:
            return False


def _is_content_of(call: ast.Call, known: set[str]) -> bool:
    """Return whether a call makes content by hand, of what is harmless or our own."""
    match call.func:
        case ast.Name(id="Content" | "Text") | ast.Attribute(value=ast.Name(id="Content"), attr="styled"):
            return all(_harmless(text, known) or _is_made_harmless(text) for text in call.args[:1])
        case ast.Attribute(value=between, attr="join"):
            return not isinstance(between, ast.Constant) and _harmless(between, known)
        case ast.Attribute(value=ast.Name(id="Content"), attr="from_markup"):
            return True  # looked at where it stands
        case _:
            return False


def _is_made_harmless(text: ast.expr) -> bool:
    return isinstance(text, ast.Call) and _name(text.func) in MADE_HARMLESS


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_no_string_reaches_a_widget_as_markup(path: Path) -> None:
    assert list(unsafe(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "bad",
    [
        "Static(name)",
        "Static(f'hello {name}')",
        "Static(self.words('a.b'))",
        "Button(person.name)",
        "Option(words('x'), id='y')",
        "self.query_one('#a').update(text)",
        "app.notify(text)",
        "widget.border_title = person.name",
        "Content.from_markup(text)",
        "Content.from_markup(f'[b]{name}')",
        "Static('[b]bold[/b]')",
        "Static(content=name)",
        "Static(', '.join(names))",
        "Static(Content(name))",
        "Static(Content.styled(name, 'bold'))",
        "Button(shown(a), tooltip=name)",
        "table.add_column(name)",
        "Markdown(text)",
        "class Card(Static):\n def __init__(self, name): super().__init__(name)",
        "class Card(Widget):\n def render(self) -> str: return self.name",
        "class Card(Widget):\n def render(self): return self.name",
    ],
)
def test_the_test_finds_what_it_is_for(bad: str) -> None:
    assert list(unsafe(ast.parse(bad)))


@pytest.mark.parametrize(
    "good",
    [
        "Static(shown(name))",
        "Static()",
        "Button(shown(words('x')), id='y')",
        "Option(joined(shown(a), cut(b, 3)), id='y')",
        "app.notify(text, markup=False)",
        "Content.from_markup('[b]$name[/b]', name=name)",
        "def line(x) -> Content: ...\nStatic(line(3))",
        "Static(Content(' ').join(parts))",
        "Static(Content(harmless(name)))",
        "class Prose(Markdown):\n def __init__(self, text): super().__init__(harmless(text))",
        "class Card(Static):\n def __init__(self, name): super().__init__(shown(name))",
        "class Card(Widget):\n def render(self) -> Content: return shown(self.name)",
    ],
)
def test_the_test_lets_content_pass(good: str) -> None:
    assert not list(unsafe(ast.parse(good)))
