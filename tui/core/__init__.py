"""The ground: records, changes, ids, clock, clean text, errors. Pure."""
