"""The documentation of the package shows what it generates."""

from __future__ import annotations

from textwrap import dedent

from jinja2 import Environment, compiler


def test_the_example_is_what_is_generated():
    _, template, module = compiler.__doc__.split("::\n\n")
    template = dedent(template.partition("\n\n")[0])
    module = module.partition("\n\nEach template name")[0]
    environment = Environment(autoescape=True, trim_blocks=True)
    generated = environment.compile(template, raw=True)
    # Long lines are broken in the documentation.
    assert "".join(module.split()) == "".join(generated.split())
