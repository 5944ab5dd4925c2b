"""Raising an issue by a gentle opening in three parts, and changing the words of one that is on the board."""

from functools import partial
from threading import Lock

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static, TextArea

from tui.catalog.schema import Phrase
from tui.checkin.issues import PARTS, Wording, merged
from tui.core.errors import NearerError
from tui.core.records import Issue
from tui.household import Household
from tui.household.issue_words import answered_parts, draft, keep_draft, put_on_the_board
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Page
from tui.widgets.live import write_page
from tui.widgets.text import joined, shown
