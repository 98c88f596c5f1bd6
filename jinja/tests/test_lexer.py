"""Tokens: a table of sources in several syntaxes, and what holds for all sources."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import Environment, TemplateSyntaxError
from jinja2.lexer import (
    Failure,
    Lexer,
    Token,
    TokenStream,
    compile_rules,
    count_newlines,
    describe_token,
    describe_token_expr,
    get_lexer,
)

DATA = json.loads((Path(__file__).parent / "data/lexer.json").read_text("utf-8"))


@pytest.mark.parametrize("syntax", DATA["syntaxes"])
def test_table(syntax):
    environment = Environment(**DATA["syntaxes"][syntax])
    for name, source, expected in DATA["cases"]:
        if name != syntax:
            continue
        try:
            found = [list(token) for token in environment.lex(source)]
        except TemplateSyntaxError as error:
            found = error.message
        assert found == expected, source


@given(st.text(alphabet="{}%#-+ \nab'\"1.", max_size=40))
def test_tokens_join_to_the_source(source):
    environment = Environment(keep_trailing_newline=True)
    try:
        tokens = list(environment.lex(source))
    except TemplateSyntaxError:
        return
    if not any(text.endswith("-") for _, kind, text in tokens if kind.endswith("_begin")):
        if "raw_end" not in {kind for _, kind, _ in tokens}:
            assert "".join(text for _, _, text in tokens) == source


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 20000,
        "{%" * 20000,
        "{% raw" + " " * 50000,
        "{#" + "-" * 50000,
        "a \n" * 20000,
        "{{ '" + "a" * 50000,
        "  \t" * 20000 + "{% a",
        "{{ 1" + "_1" * 20000,
        "{{" + " " * 50000,
    ],
)
def test_time_is_linear(source):
    environment = Environment(
        line_statement_prefix="%%", line_comment_prefix="##", lstrip_blocks=True
    )
    started = time.thread_time()
    try:
        list(environment.lex(source))
    except TemplateSyntaxError:
        pass
    assert time.thread_time() - started < 2


def test_lexers_are_shared_by_syntax():
    assert get_lexer(Environment()) is get_lexer(Environment(autoescape=True))
    assert get_lexer(Environment()) is not get_lexer(Environment(trim_blocks=True))
    assert isinstance(Environment().lexer, Lexer)


def test_longer_delimiters_first():
    rules = compile_rules(Environment(block_start_string="<", variable_start_string="<<"))
    assert [state for state, _ in rules] == ["variable_begin", "comment_begin", "block_begin"]


def test_error_stands_behind_what_is_before_it():
    tokens = Environment().lex("{{ a $ }}")
    assert [next(tokens)[1] for _ in range(4)] == [
        "variable_begin",
        "whitespace",
        "name",
        "whitespace",
    ]
    with pytest.raises(TemplateSyntaxError, match=r"unexpected char '\$' at 5") as caught:
        next(tokens)
    assert caught.value.column == 6


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"'\x'", r"truncated \xXX escape"),
        (r"'\N{DASH}'", "unknown Unicode character name"),
        ("a²", "Invalid character in identifier"),
    ],
)
def test_values_that_are_none(text, message):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment().parse(f"{{{{ {text} }}}}")
    assert caught.value.message == message


def test_values():
    stream = Environment().lexer.tokenize(r"{{ 1_0 0x_F 0b1 0o7 1.5e-3 'a\nb' ä == }}")
    values = [token.value for token in stream]
    assert values == ["{{", 10, 15, 1, 7, 0.0015, "a\nb", "ä", "==", "}}"]


def test_line_ends_as_wanted():
    environment = Environment(newline_sequence="\r\n")
    assert environment.from_string("a\nb\r{{ 'c\nd' }}").render() == "a\r\nb\r\nc\r\nd"


def test_token():
    token = Token(1, "name", "x")
    assert str(token) == describe_token(token) == "x"
    assert token.test("name") and token.test("name:x") and not token.test("name:y")
    assert token.test_any("a", "name:x") and not token.test_any("a", "name:y")
    assert str(Token(1, "block_end", "%}")) == "end of statement block"
    assert describe_token_expr("name:in") == "in"
    assert describe_token_expr("string:x") == "string"
    assert describe_token_expr("lparen") == "("


def test_count_newlines():
    assert count_newlines("a\r\nb\rc\n") == 3


def test_failure_raises():
    with pytest.raises(TemplateSyntaxError, match="wrong"):
        Failure("wrong")(3, "file")


def test_stream():
    tokens = [Token(1, "name", name) for name in "abc"]
    stream = TokenStream(iter(tokens), "n", "f")
    assert stream.look().value == "b" and stream.current.value == "a"
    assert stream.skip_if("name:a") and not stream.skip_if("name:z")
    assert next(stream).value == "b"
    stream.push(Token(1, "name", "d"))
    assert [token.value for token in stream] == ["c", "d"]
    assert stream.eos and not stream and stream.closed
    with pytest.raises(TemplateSyntaxError, match=r"unexpected end of template, expected 'x'\."):
        stream.expect("name:x")
    with pytest.raises(StopIteration):
        next(iter(stream))
    next(stream)
    assert stream.current.type == "eof"


def test_parser_sees_raw_tokens_of_a_subclass():
    class Louder(Lexer):
        def tokeniter(self, *args, **kwargs):
            for lineno, kind, text in super().tokeniter(*args, **kwargs):
                yield lineno, kind, text.replace("\\", "\\\\") if kind == "string" else text.upper()

    class Loud(Environment):
        @property
        def lexer(self):
            return Louder(self)

    template = Loud().from_string(r"a\n{{ 'c:\new' ~ x }}")
    assert template.render(X="!") == r"A\Nc:\new!"
    assert Loud().compile_expression("x")(X=1) == 1
