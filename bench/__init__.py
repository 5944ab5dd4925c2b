"""Measurements, each against something that can be had without this app, both in one run and by turns."""
