"""The rules of the check-in: steps, answers, opening together, closeness. Pure."""
