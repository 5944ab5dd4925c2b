"""Where records live: TinyDB on a journal of changes."""
