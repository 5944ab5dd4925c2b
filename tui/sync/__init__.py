"""Two machines, one shared folder: what is exchanged, how it is written, and what is believed."""
