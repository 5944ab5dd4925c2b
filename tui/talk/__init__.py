"""The rules of the talk: who has the floor, rounds, time, breaks. Pure."""
