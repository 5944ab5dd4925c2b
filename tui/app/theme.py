"""The app's own colours: a lamp-lit room in the evening, paper by day, and plain contrast for who needs it."""

from textual.theme import Theme

DARK = Theme(
    name="nearer-dark",
    dark=True,
    primary="#e8b07a",
    secondary="#7fb8ad",
    accent="#d9a5b3",
    foreground="#e9e2d8",
    background="#1d1b22",
    surface="#26232c",
    panel="#302c37",
    success="#9cbf8a",
    warning="#e0b465",
    error="#e08d7f",
    variables={
        "person-first": "#e8b07a",
        "person-second": "#7fc4bb",
        "rule": "#4a4452",
        "quiet": "#a79fae",
        "footer-key-foreground": "#d9a5b3",
    },
)

LIGHT = Theme(
    name="nearer-light",
    dark=False,
    primary="#9a4f1a",
    secondary="#1c6b66",
    accent="#8d3f5b",
    foreground="#2c2731",
    background="#faf6ef",
    surface="#f2ece1",
    panel="#e8e0d2",
    success="#3f6b35",
    warning="#8a5a00",
    error="#a3362a",
    variables={
        "person-first": "#9a4f1a",
        "person-second": "#12655f",
        "rule": "#cfc4b2",
        "quiet": "#6b6372",
        "footer-key-foreground": "#8d3f5b",
    },
)

CONTRAST = Theme(
    name="nearer-contrast",
    dark=True,
    primary="#ffd75f",
    secondary="#5fffff",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#87ff87",
    warning="#ffd75f",
    error="#ff8787",
    variables={
        "person-first": "#ffd75f",
        "person-second": "#5fffff",
        "rule": "#bcbcbc",
        "quiet": "#e4e4e4",
        "footer-key-foreground": "#ffffff",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
"""In the order in which the settings offer them."""
