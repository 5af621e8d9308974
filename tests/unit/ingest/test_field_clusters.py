"""Phrases that the taxonomy lacks are grouped by what they are about."""

from __future__ import annotations

from ingest.resolve.field_clusters import clusters


def test_phrases_about_one_thing_are_one_group() -> None:
    phrases = ["古琴制作技艺", "古琴制作工艺", "棋类训练", "古琴制作技艺传承", "冰壶场地维护"]
    assert clusters(phrases) == [
        ("古琴制作工艺", "古琴制作技艺", "古琴制作技艺传承"),
        ("冰壶场地维护",),
        ("棋类训练",),
    ]


def test_the_order_of_phrases_does_not_matter() -> None:
    phrases = ["甲甲乙乙", "甲甲乙丙", "丁丁戊戊", "丁丁戊己"]
    assert clusters(phrases) == clusters(reversed(phrases))
    assert clusters([]) == []
