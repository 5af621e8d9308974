"""The pages of the web view."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("pages", __name__)
