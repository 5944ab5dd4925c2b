"""Reusable pieces of screens: given values, they send messages."""
