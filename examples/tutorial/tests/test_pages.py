from __future__ import annotations

import pytest

from flask import Flask
from flask.testing import FlaskClient


def test_an_empty_journal(client: FlaskClient) -> None:
    assert "Nothing is written yet." in client.get("/").text
    assert client.get("/pages.json").json == []


def test_a_page_is_written_and_read(ada: FlaskClient, client: FlaskClient) -> None:
    assert "<textarea" in ada.get("/write").text
    answer = ada.write("/write", "<Rain>", "It rained.\nAll day.")
    assert answer.headers["Location"] == "/1"
    page = client.get("/1")
    assert "<h1>&lt;Rain&gt;</h1>" in page.text
    assert "Tear it out" not in page.text
    assert "Tear it out" in ada.get("/1").text
    (entry,) = client.get("/pages.json").json
    assert (entry["title"], entry["writer"]) == ("<Rain>", "Ada")
    assert entry["url"] == "http://localhost/1"


def test_screens(ada: FlaskClient, client: FlaskClient) -> None:
    for title in ("first", "second", "third"):
        ada.write("/write", title)
    latest = client.get("/").text
    assert "third" in latest and "first" not in latest
    assert "/?screen=2" in latest
    older = client.get("/?screen=2").text
    assert "first" in older and "/?screen=1" in older
    assert "no older pages" in client.get("/?screen=3").text
    assert client.get("/?screen=-1").text == latest


def test_visitors_are_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/write?a=1")
    assert answer.headers["Location"] == "/sign-in?back=/write?a%3D1"


@pytest.mark.parametrize("url", ["/write", "/1/change"])
def test_a_page_needs_title_and_words(ada: FlaskClient, url: str) -> None:
    ada.write()
    answer = ada.write(url, "  ", "words that are kept")
    assert answer.status_code == 422
    assert "words that are kept" in answer.text


def test_a_page_is_changed(ada: FlaskClient) -> None:
    ada.write()
    assert "It rained." in ada.get("/1/change").text
    assert ada.write("/1/change", "Sun", "It shone.").headers["Location"] == "/1"
    assert "It shone." in ada.get("/1").text


def test_a_page_is_torn_out(ada: FlaskClient) -> None:
    ada.write()
    assert ada.write("/1/tear-out").status_code == 303
    assert "The page is gone." in ada.get("/").text
    answer = ada.get("/1")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


@pytest.mark.parametrize("url", ["/1/change", "/1/tear-out"])
def test_others_do_not_change_it(app: Flask, ada: FlaskClient, url: str) -> None:
    ada.write()
    answer = app.test_client().join("Bob").write(url)
    assert answer.status_code == 403
    assert "Ada wrote this page" in answer.text


def test_a_writer_who_is_gone_is_a_visitor(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["writer_id"] = 99
    assert "Sign in" in client.get("/").text
