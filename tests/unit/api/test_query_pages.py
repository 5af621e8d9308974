"""The pages of named queries: nodes by name, files, the way into the graph, and saved queries."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api.app import create_app
from api.routes.queries import EXTENSION
from api.saved import SavedQueries, SavedUnreadable
from api.view_columns import COLUMNS
from api.view_query_form import PARAMETERS
from graph.errors import BadParameter, NotFound
from graph.queries import library
from graph.store import Store
from tests import web_sample
from tests.unit.api.conftest import Find, client_of

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def saving(filled_store: Store, tmp_path: Path) -> FlaskClient:
    """Pages of a server of this machine, which keeps what is saved in a folder of the test's."""
    app: APIFlask = create_app(filled_store, may_write=True)
    app.extensions[EXTENSION] = SavedQueries(tmp_path / "saved.json")
    return client_of(app)


def test_every_parameter_has_words() -> None:
    names = {parameter.name for query in library() for parameter in query.parameters}
    assert names - set(PARAMETERS) == set()
    assert set(PARAMETERS) - names == set()


def test_every_column_has_words() -> None:
    columns = {column for query in library() for column in query.columns}
    bases = {one.removesuffix("_ids").removesuffix("_id") for one in columns}
    assert bases - set(COLUMNS) == set()
    assert set(COLUMNS) - bases == set()


def test_a_result_says_words_for_columns_and_codes(client: FlaskClient, find: Find) -> None:
    address = f"/queries/platforms_of_host?host_id={find('hosts', web_sample.HOST)}"
    for language, head, role, status in (
        ("zh", "角色", "依托单位", "在名单"),
        ("en", "Role", "Host unit", "Listed"),
    ):
        page = client.get(f"{address}&lang={language}").text
        assert f'<th scope="col" title="role">{head}</th>' in page
        cells = re.findall(r"<td [^>]*>(.*?)</td>", page, flags=re.DOTALL)
        shown = {re.sub(r"<[^>]*>", "", cell).strip() for cell in cells}
        assert {role, status} <= shown
        assert not {"host", "listed"} & shown
    assert ",host," in client.get(address.replace("?", ".csv?")).text, "files keep the codes"


def test_a_node_may_be_named(client: FlaskClient, find: Find) -> None:
    answer = client.get("/queries/platforms_of_host", query_string={"host_id": web_sample.HOST})
    assert answer.status_code == 302
    assert answer.location == f"/queries/platforms_of_host?host_id={find('hosts', web_sample.HOST)}"
    page = client.get(answer.location).text
    assert web_sample.PLATFORM in page
    assert web_sample.HOST in page


def test_a_name_of_several_is_a_choice(client: FlaskClient, find: Find) -> None:
    page = client.get("/queries/findings_of_platform", query_string={"platform_id": "海洋生物"})
    assert page.status_code == 200
    assert "选哪一个" in page.text
    for name in (web_sample.PLATFORM, web_sample.PARTNER):
        assert f"platform_id={find('platforms', name)}" in page.text
    none = client.get("/queries/findings_of_platform", query_string={"platform_id": "没有的"}).text
    assert "没有叫“没有的”的" in none


def test_regions_and_categories_may_be_named(client: FlaskClient) -> None:
    answer = client.get("/queries/findings", query_string={"region_id": "北海"})
    assert answer.status_code == 302
    assert "region_id=region-" in answer.location
    assert web_sample.PLATFORM in client.get(answer.location).text


def test_files_of_a_query(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/queries/totals.xlsx").data))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(library()["totals"].columns)
    assert client.get("/queries/totals.csv").text.startswith("\ufeffplatforms,hosts")
    rows = client.get("/queries/totals.json").json
    assert rows is not None
    assert rows[0]["platforms"] == 5


def test_rows_lead_into_the_graph(client: FlaskClient, find: Find) -> None:
    page = client.get("/queries/overlap_by_host_and_field").text
    found = re.search(r'href="(/graph\?seed=[^"]+)"', page)
    assert found is not None
    assert find("platforms", web_sample.PLATFORM) in found[1]
    assert "/graph?seed" not in client.get("/queries/totals").text


def _token(page: str, action: str) -> str:
    found = re.search(
        rf'action="{re.escape(action)}[^"]*">\s*<input type="hidden" name="token" value="(\w+)"',
        page,
    )
    assert found is not None
    return found[1]


def test_a_query_is_saved_found_and_deleted(saving: FlaskClient) -> None:
    path = "/queries/overlap_by_host_and_field"
    page = saving.get(f"{path}?min=2").text
    form = {"name": "同一单位 <b>", "token": _token(page, path)}
    kept = saving.post(f"{path}?min=2", data=form, headers=OURS)
    assert kept.status_code == 303
    index = saving.get(kept.location).text
    assert "同一单位 &lt;b&gt;" in index
    found = re.search(r'href="(/saved/(\w+))"', index)
    assert found is not None
    assert unquote(saving.get(found[1]).location) == f"{path}?min=2"
    assert "asof=2023" in saving.get(f"{found[1]}?asof=2023").location
    away = f"{found[1]}/delete"
    refused = saving.post(away, data={"token": "x"}, headers=OURS)
    assert refused.status_code == 403
    gone = saving.post(away, data={"token": _token(index, away)}, headers=OURS)
    assert gone.status_code == 303
    assert saving.get(found[1]).status_code == 404


def test_what_is_not_saved(saving: FlaskClient, client: FlaskClient) -> None:
    page = saving.get("/queries/totals").text
    good = {"name": "总数", "token": _token(page, "/queries/totals")}
    assert saving.post("/queries/totals", data=good).status_code == 403, "of another site"
    nameless = saving.post("/queries/totals", data={**good, "name": " "}, headers=OURS)
    assert nameless.status_code == 400
    assert "起名" in nameless.text
    assert saving.post("/queries/totals?asof=2023", data=good, headers=OURS).status_code == 409
    assert "save-query" not in saving.get("/queries/totals?asof=2023").text
    assert "save-query" not in client.get("/queries/totals").text
    assert client.post("/queries/totals", data=good, headers=OURS).status_code == 403
    assert "保存的查询" not in saving.get("/queries").text


def test_the_file_of_saved_queries(tmp_path: Path) -> None:
    saved = SavedQueries(tmp_path / "a" / "saved.json")
    one = saved.keep(" 甲 ", "totals", {}, "某人")
    assert saved.keep("甲", "totals", {}) == one, "the same again is the same"
    other = saved.keep("乙", "findings", {"kind": ["D1"]})
    assert {one.slug for one in saved.all()} == {one.slug, other.slug}
    assert saved.path is not None
    assert saved.path.stat().st_mode & 0o077 == 0
    saved.delete(one.slug)
    with pytest.raises(NotFound):
        saved.get(one.slug)
    saved.path.write_text("{", "utf-8")
    with pytest.raises(SavedUnreadable):
        saved.all()
    with pytest.raises(BadParameter, match="PINGTAI_SAVED"):
        SavedQueries(None).keep("甲", "totals", {})
