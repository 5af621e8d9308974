"""Two phrases that name fields: same, narrower, broader, related, unrelated; and the data behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.resolve.closeness import closeness
from ingest.resolve.compare_fields import compare
from ingest.resolve.phrases import analyse, aspects, one_wording
from ingest.resolve.thesaurus import thesaurus
from tests.unit.ingest.pairs.build import field_pairs

_FLIPPED = {"narrower": "broader", "broader": "narrower"}


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        # knowledge
        ("玉米育种", "苞谷选育", "same"),
        ("卒中", "中风", "same"),
        # empty words, order, spelling, short forms
        ("膜分离", "膜分离技术", "same"),
        ("竹木加工", "木竹加工", "same"),
        ("红斑狼疮疾病", "红斑狼疮病", "same"),
        ("电控", "电子控制", "same"),
        ("节能与环保", "节能环保", "same"),
        ("桥梁工程结构", "桥梁结构", "same"),
        ("稀土功能新材料", "稀土功能材料", "same"),
        ("工业用机器人", "工业机器人", "same"),
        # what is done
        ("河蟹养殖", "河蟹健康养殖", "same"),
        ("河蟹", "河蟹养殖", "broader"),
        ("河蟹养殖", "河蟹加工", "related"),
        # the head noun, known and unknown
        ("水下焊接机器人", "机器人", "narrower"),
        ("某某母细胞瘤", "肿瘤", "narrower"),
        # one of several
        ("小麦育种与栽培", "小麦育种", "broader"),
        ("水产养殖", "水产养殖与海洋药物", "narrower"),
        # a chain of steps upwards
        ("新材料", "铝箔", "broader"),
        # near misses: whole words left out are no short form; one character is no field
        ("稀土材料", "稀土永磁材料", "broader"),
        ("铁路", "缺铁性贫血", "unrelated"),
        ("计算机病毒", "病毒学", "unrelated"),
        ("", "", "same"),
        ("水稻", "", "unrelated"),
    ],
)
def test_verdicts(a: str, b: str, verdict: str) -> None:
    found = compare(a, b)
    assert found.verdict == verdict
    assert 0 <= found.score <= 1
    assert found.reasons
    back = compare(b, a)
    assert back.verdict == _FLIPPED.get(verdict, verdict)
    assert back.score == pytest.approx(found.score)


def test_same_is_closer_than_narrower_than_related_than_unrelated() -> None:
    scores = [
        compare(a, b).score
        for a, b in [
            ("光伏发电", "太阳能光伏"),
            ("光伏发电", "新能源"),
            ("光伏发电", "储能"),
            ("光伏发电", "光荣榜"),
        ]
    ]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("half", ["open", "closed"])
def test_pairs_of_our_own(half: str) -> None:
    """No rule and no word was made from the closed half: only its totals were looked at."""
    pairs = field_pairs(half)
    found = [(verdict, compare(a, b).verdict) for a, b, verdict in pairs]
    hits = sum(wanted == got == "same" for wanted, got in found)
    said = sum(got == "same" for _, got in found)
    wanted_same = sum(wanted == "same" for wanted, _ in found)
    assert 2 * hits / (said + wanted_same) >= 0.85
    directed = [(wanted, got) for wanted, got in found if wanted in _FLIPPED]
    assert sum(wanted == got for wanted, got in directed) / len(directed) >= 0.9


def test_a_phrase_is_taken_apart() -> None:
    (part,) = analyse("高原牦牛遗传育种关键技术").parts
    assert part.subjects == ("牦牛",)
    assert part.aspects == {"育种"}
    assert part.places == {"高原"}


def test_one_wording_is_less_than_one_field() -> None:
    """Two platforms of one host in one field are not one platform written twice."""
    assert one_wording("跨境电商", "跨境电子商务")
    assert one_wording("饲料与动物营养", "动物营养与饲料")
    assert not one_wording("动物营养与饲料", "动物营养与饲料安全")
    assert one_wording("CO2资源化", "二氧化碳资源化")
    assert one_wording("物联网应用", "IoT应用")
    assert not one_wording("杂交水稻分子育种", "杂交水稻分子设计育种")
    assert compare("杂交水稻分子育种", "杂交水稻分子设计育种").verdict == "same"
    assert not closeness("杂交水稻分子育种", "杂交水稻分子设计育种").is_one_wording


def test_letters_are_whole_words() -> None:
    """IC is no word inside other letters (picture), and one beside Chinese (汽车IC)."""
    assert not any("集成电路" in part.subjects for part in analyse("picture识别").parts)
    assert compare("IC", "集成电路").verdict == "same"


def test_every_field_of_the_taxonomy_has_its_place() -> None:
    data = thesaurus()
    for entry in lexicons.fields().values():
        verdict = compare(entry.name, entry.name)
        assert verdict.verdict == "same"
        if entry.parent:
            parent = lexicons.fields()[entry.parent]
            assert compare(entry.name, parent.name).verdict in ("narrower", "related"), entry.name
    assert len(lexicons.fields()) >= 200
    assert len(data.above) >= 2000


def test_wider_aspects_are_aspects() -> None:
    assert all(wider in aspects() for aspect in aspects().values() for wider in aspect.broader)


def test_a_circle_in_the_data_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    table = lexicons.table

    def with_circle(name: str) -> list[dict[str, str]]:
        rows = table(name)
        if name == "field_terms":
            return [*rows, {"broader": "铝箔", "terms": "新材料"}]
        return rows

    monkeypatch.setattr(lexicons, "table", with_circle)
    with pytest.raises(LexiconError, match="circle"):
        thesaurus.__wrapped__()


def test_an_unknown_word_in_the_data_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    table = lexicons.table

    def with_stranger(name: str) -> list[dict[str, str]]:
        rows = table(name)
        return [*rows, {"a": "火星研学", "b": "新材料"}] if name == "field_related" else rows

    monkeypatch.setattr(lexicons, "table", with_stranger)
    with pytest.raises(LexiconError, match="火星研学"):
        thesaurus.__wrapped__()


def test_codes_are_of_known_classifications() -> None:
    codes = [code for entry in lexicons.fields().values() for code in entry.codes]
    assert codes
    assert all(code[0] in "DIS" and code[1].isdigit() for code in codes)


def test_the_files_are_beside_the_lexicons() -> None:
    names = {path.name for path in Path(lexicons.FOLDER).glob("field*.csv")}
    assert {"fields.csv", "field_terms.csv", "field_aspects.csv", "field_related.csv"} <= names


@pytest.mark.parametrize(
    ("a", "b", "most"),
    [
        ("儿童肿瘤", "儿童心理", 0.2),  # one family only by whom they are for
        ("有色金属冶金", "有色金属文物保护", 0.35),  # the metal is head of neither
        ("草原生态", "草原文化", 0.2),  # a culture and none
    ],
)
def test_what_only_stands_in_front_makes_no_two_fields_near(a: str, b: str, most: float) -> None:
    assert closeness(a, b).strongest <= most
    assert closeness(b, a).strongest <= most


def test_what_stands_in_front_of_like_heads_counts() -> None:
    assert closeness("有色金属冶金", "有色金属冶炼").strongest > 0.35
