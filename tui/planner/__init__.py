"""The rules of time alone: plans, their states, repeats, iCalendar. Pure."""
