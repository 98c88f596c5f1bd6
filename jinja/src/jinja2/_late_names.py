"""Names that programs import from modules which do not use them.

Programs import ``jinja2.ext.Markup`` or ``jinja2.environment.Lexer``, because those modules have long
had these names. ``_imports.module_getattr`` answers from this table: nothing is imported before a
program asks, and no import goes up.
"""

from __future__ import annotations

# Module below ``jinja2``, name, and the module that has it.
LATE_NAMES: dict[str, dict[str, str]] = {
    "environment": {
        "Lexer": "jinja2.lexer",
    },
    "ext": {
        "Context": "jinja2.runtime",
        "Environment": "jinja2.environment",
        "Markup": "markupsafe",
        "TemplateAssertionError": "jinja2.exceptions",
        "TemplateSyntaxError": "jinja2.exceptions",
        "Undefined": "jinja2.runtime",
        "import_string": "jinja2.utils",
        "pass_context": "jinja2.utils",
    },
    "nativetypes": {
        "Frame": "jinja2.compiler",
    },
    "nodes": {
        "Markup": "markupsafe",
    },
    "parser": {
        "TemplateAssertionError": "jinja2.exceptions",
        "describe_token": "jinja2.lexer",
    },
}
