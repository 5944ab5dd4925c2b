"""Finds the line on which a key of a TOML text stands: the parser gives none once a text is well formed."""

import tomllib

from tui.catalog.shape import Path

_BLANK = " \t\r"
_ENDS = ",]}#\n"


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line (1-based) of `path` in `lines`, or of what it stands in when it is not there itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (1-based) of every key, table and element of a TOML text that the parser has accepted."""
    scan = _Scan(text)
    try:
        scan.document()
    except (RecursionError, ValueError):  # no TOML, or too deep for us: what was found so far
        return scan.lines
    return scan.lines


class _Scan:
    """One walk through a well-formed TOML text, noting where things begin."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._counted = (0, 1)
        self._tables: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK + "\n"):
            begun = self._at
            table = self._header() if self._here("[") else self._pair(table)
            if self._at == begun:  # not TOML after all: better no line than no end
                return

    def _here(self, text: str) -> bool:
        return self._text.startswith(text, self._at)

    def _line(self) -> int:
        """Count on from the last place asked for, as the walk only goes forward."""
        at, line = self._counted
        line += self._text.count("\n", at, self._at)
        self._counted = (self._at, line)
        return line

    def _skip(self, blank: str) -> bool:
        """Go past blanks and comments; return whether anything is left."""
        while self._at < len(self._text):
            if self._here("#"):
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in blank:
                self._at += 1
            else:
                return True
        return False

    def _header(self) -> Path:
        many = self._here("[[")
        line = self._line()
        self._at += 2 if many else 1
        parts = self._key()
        self._at += 2 if many else 1
        path = self._resolved(parts[:-1])
        path = (*path, parts[-1])
        if many:
            number = self._tables[path] = self._tables.get(path, -1) + 1
            self.lines.setdefault(path, line)
            path = (*path, number)
        elif path in self._tables:
            path = (*path, self._tables[path])
        self.lines[path] = line
        return path

    def _resolved(self, parts: tuple[str, ...]) -> Path:
        """Return the way to a table, where an array of tables stands for its last one."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while self._skip(_BLANK):
            parts.append(self._quoted_key() if self._text[self._at] in "\"'" else self._bare_key())
            self._skip(_BLANK)
            if not self._here("."):
                break
            self._at += 1
        return tuple(parts) or ("",)

    def _bare_key(self) -> str:
        begin = self._at
        while self._at < len(self._text) and (self._text[self._at].isalnum() or self._text[self._at] in "-_"):
            self._at += 1
        return self._text[begin : self._at]

    def _quoted_key(self) -> str:
        begin = self._at
        self._string()
        key: str = tomllib.loads(f"k = {self._text[begin : self._at]}")["k"]
        return key

    def _pair(self, table: Path) -> Path:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._skip(_BLANK)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        if self._at >= len(self._text):
            return
        match self._text[self._at]:
            case '"' | "'":
                self._string()
            case "[":
                self._array(path)
            case "{":
                self._inline(path)
            case _:
                self._at += 1
                while self._at < len(self._text) and self._text[self._at] not in _ENDS:
                    self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        if self._here(quote * 3):
            self._at += 3
            self._string_end(quote * 3)
            while self._here(quote):  # up to two quotes may stand right before the closing three
                self._at += 1
        else:
            self._at += 1
            self._string_end(quote)

    def _string_end(self, end: str) -> None:
        while self._at < len(self._text) and not self._here(end):
            self._at += 2 if end[0] == '"' and self._here("\\") else 1
        self._at += len(end)

    def _array(self, path: Path) -> None:
        self._at += 1
        number = 0
        while self._skip(_BLANK + "\n,") and not self._here("]"):
            self.lines[*path, number] = self._line()
            self._value((*path, number))
            number += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip(_BLANK + "\n,") and not self._here("}"):
            self._pair(path)
        self._at += 1
