from __future__ import annotations

from urllib.parse import urlencode

import pytest

from flask import Flask
from flask.testing import FlaskClient
from journal.store import connection


def test_who_joins_is_signed_in(ada: FlaskClient) -> None:
    assert "Sign out Ada" in ada.get("/").text


@pytest.mark.parametrize(("name", "password"), [("  ", "long enough"), ("Ada", "short")])
def test_what_a_writer_needs(client: FlaskClient, name: str, password: str) -> None:
    answer = client.send("/join", name=name, password=password)
    assert answer.status_code == 422
    assert "eight characters" in answer.text


def test_a_name_is_taken_once(ada: FlaskClient, client: FlaskClient) -> None:
    answer = client.send("/join", name="ADA", password="long enough")
    assert answer.status_code == 409
    assert "The name ADA is taken." in answer.text


def test_signing_out_and_in(ada: FlaskClient) -> None:
    assert ada.send("/sign-out").status_code == 303
    assert "Sign out" not in ada.get("/").text
    assert "Password" in ada.get("/sign-in").text
    assert ada.send("/sign-in", name="ada", password="long enough").status_code == 303
    assert "Sign out Ada" in ada.get("/").text


@pytest.mark.parametrize(("name", "password"), [("Ada", "wrong"), ("Eve", "long enough")])
def test_wrong_passwords_and_names_look_the_same(
    ada: FlaskClient, client: FlaskClient, name: str, password: str
) -> None:
    answer = client.send("/sign-in", name=name, password=password)
    assert answer.status_code == 403
    assert "do not go together" in answer.text


def test_passwords_are_not_stored(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        (stored,) = connection().execute("SELECT password_hash FROM writer").fetchone()
    assert "long enough" not in stored


@pytest.mark.parametrize(
    ("back", "where"),
    [("/write", "/write"), ("//evil.example", "/"), ("/\\evil", "/"), ("http://evil.example", "/")],
)
def test_the_way_back_stays_here(
    ada: FlaskClient, client: FlaskClient, back: str, where: str
) -> None:
    url = f"/sign-in?{urlencode({'back': back})}"
    answer = client.send(url, name="Ada", password="long enough")
    assert answer.headers["Location"] == where


def test_forms_of_other_sites_are_refused(client: FlaskClient) -> None:
    fields = {"name": "Eve", "password": "long enough"}
    assert client.post("/join", data=fields).status_code == 400
    client.get("/join")
    answer = client.post("/join", data={**fields, "form_token": "guessed"})
    assert answer.status_code == 400
    assert "sent from elsewhere" in answer.text
