from __future__ import annotations

from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient

PNG = b"\x89PNG\r\n\x1a\n" + b"the rest of a picture"


def sign(client: FlaskClient, name: str = "Ada", words: str = "Hello", **more: object):
    return client.post("/", data={"name": name, "words": words, **more})


def test_an_empty_book_invites(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "still empty" in page.text
    assert "0 entries" in page.text


def test_signing_leads_back_to_the_book(client: FlaskClient) -> None:
    answer = sign(client)
    assert answer.status_code in {302, 303}
    assert answer.headers["Location"] == "/#entry-1"
    page = client.get("/")
    assert "1 entry" in page.text
    assert '<p class="words" dir="auto">Hello</p>' in page.text


def test_the_flash_is_shown_once(client: FlaskClient) -> None:
    sign(client)
    assert "Thank you, Ada." in client.get("/").text
    assert "Thank you" not in client.get("/").text


def test_the_visitor_is_remembered(client: FlaskClient) -> None:
    sign(client, name="Zoë")
    assert "You signed before as <strong>Zoë</strong>" in client.get("/").text


def test_markup_is_shown_as_text(client: FlaskClient) -> None:
    sign(client, name="<script>alert(1)</script>", words='"><img src=x>')
    page = client.get("/").text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&#34;&gt;&lt;img src=x&gt;" in page


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    answer = sign(client, name=" ", words="Do not lose me")
    assert answer.status_code == 422
    assert "Please give a name" in answer.text
    assert "Do not lose me" in answer.text
    assert "still empty" in client.get("/").text


def test_a_picture_is_kept_and_served(client: FlaskClient) -> None:
    sign(client, picture=(BytesIO(PNG), "../../me.exe"))
    name = client.get("/api/entries/1").get_json()["picture"]
    assert name.endswith(".png")
    with client.get(f"/pictures/{name}") as answer:
        assert answer.data == PNG
        assert answer.mimetype == "image/png"


def test_other_files_are_refused(client: FlaskClient) -> None:
    answer = sign(client, picture=(BytesIO(b"<svg onload=alert(1)>"), "me.png"))
    assert answer.status_code == 422
    assert "This file is no PNG" in answer.text


def test_a_large_upload_is_refused(client: FlaskClient) -> None:
    answer = sign(client, picture=(BytesIO(PNG + bytes(2 * 1024 * 1024)), "me.png"))
    assert answer.status_code == 413
    assert "may weigh 2 MB" in answer.text


def test_entries_are_paged(app: Flask, client: FlaskClient) -> None:
    app.config["ENTRIES_PER_PAGE"] = 2
    for number in range(3):
        sign(client, words=f"word-{number}")
    first, second = client.get("/").text, client.get("/?page=2").text
    assert "word-2" in first and "word-0" not in first
    assert "word-0" in second and 'href="/?page=1"' in second


def test_json(client: FlaskClient) -> None:
    sign(client, words="שלום 🍪")
    (entry,) = client.get("/api/entries").get_json()
    assert entry["words"] == "שלום 🍪"
    assert entry == client.get("/api/entries/1").get_json()


def test_missing_things_get_the_styled_page(client: FlaskClient) -> None:
    for path in ("/nowhere", "/pictures/none.png", "/pictures/..%2Fconfig.toml"):
        page = client.get(path)
        assert page.status_code == 404
        assert "Back to the book" in page.text
    assert "There is no entry 7" in client.get("/api/entries/7").text


def test_a_changed_cookie_is_not_believed(client: FlaskClient) -> None:
    sign(client)
    cookie = client.get_cookie("session")
    assert cookie is not None
    client.set_cookie("session", cookie.value[:-2] + "xx")
    assert "You signed before" not in client.get("/").text
