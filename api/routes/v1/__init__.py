"""The JSON API, /api/v1: what the graph knows, for programs and for the pages' own scripts."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.routes.v1 import exports, ingest, judgements, lists, nodes, progress, queries, reviews

v1 = APIBlueprint("v1", __name__, url_prefix="/api/v1", tag="Pingtai")
for part in (lists, progress, nodes, queries, judgements, reviews, exports, ingest):
    part.add_to(v1)
