"""The rules of the talk: who has the floor, rounds, time, breaks. Pure."""

KEY = "talk"
"""Where a running talk is kept, among what belongs to this machine alone."""
