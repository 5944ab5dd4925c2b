"""Where content/ stands."""

from pathlib import Path

FALLBACK = "en"
"""The language that is always there, complete."""


def content_folder() -> Path:
    """Return the folder of the languages: inside the package once installed, else the repository's own."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_content"
    return installed if installed.is_dir() else package.parent / "content"


def language_folders(language: str, content: Path) -> tuple[Path, ...]:
    """Return the folders of `language` (BCP 47, `de-AT`), the best first, `FALLBACK`'s always the last."""
    there = {folder.name for folder in content.iterdir() if folder.is_dir()} if content.is_dir() else set()
    tag = language.replace("_", "-")
    wanted = dict.fromkeys((tag, tag.split("-", maxsplit=1)[0], FALLBACK))
    return tuple(content / name for name in wanted if name in there or name == FALLBACK)
