"""The Textual app: what holds the screens together."""
