"""Compiling: from source to a code object, and the lexer and the parser alone."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment

PART = """
<section id="s{{ number }}" class="{{ cls|default('x')|e }}">
  {% if user.is_admin and not user.locked %}
  <h2>{{ title|title }} ({{ items|length }})</h2>
  {% elif guests > 3 %}<p>{{ guests + 1 }} of {{ total // 2 }}</p>{% else %}<p>none</p>{% endif %}
  <ul>
  {% for item in items if item.visible %}
    <li class="{{ loop.cycle('a', 'b') }}"><a href="{{ url_for('item', id=item.id) }}">
      {{ item.name|truncate(20)|upper }}</a> {{ item["price"] * 1.2 }} {{ item.tags|join(', ') }}
    </li>
  {% else %}
    <li>Nothing is <b>here</b>.</li>
  {% endfor %}
  </ul>
  {# a comment that says little #}
  {% set label = "x" ~ number ~ "y" %}
  {% with a = 1, b = [1, 2, {'k': label}] %}{{ b[2].k }}{{ a }}{% endwith %}
  {% macro line_N(text, size=2) %}<hr size={{ size }}>{{ text }}{{ caller() }}{% endmacro %}
  {% call line_N("t") %}{{ label }}{% endcall %}
  {% include "part.html" %}
  {% block block_N %}{{ super_title }}{% endblock %}
</section>
"""
#: About 300 lines.
SOURCE = "".join(PART.replace("_N", f"_{number}") for number in range(14))


def workloads() -> dict[str, Callable[[], object]]:
    environment = Environment(autoescape=True)
    return {
        "compile 300 lines": lambda: environment.compile(SOURCE),
        "parse 300 lines": lambda: environment.parse(SOURCE),
        "lex 300 lines": lambda: sum(1 for _ in environment.lex(SOURCE)),
        "compile hello": lambda: environment.compile("Hello {{ name }}!"),
    }
