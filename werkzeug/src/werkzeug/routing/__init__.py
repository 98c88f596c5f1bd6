"""Match URLs to endpoints and build URLs for them. Only re-exports, by what they are for."""

from __future__ import annotations

# What an application works with.
from .map import Map as Map
from .map import MapAdapter as MapAdapter
from .rules import Rule as Rule

# isort: split
# Ways to make many rules.
from .rules import EndpointPrefix as EndpointPrefix
from .rules import RuleFactory as RuleFactory
from .rules import Subdomain as Subdomain
from .rules import Submount as Submount

# isort: split
from .rules import RuleTemplate as RuleTemplate
from .rules import RuleTemplateFactory as RuleTemplateFactory

# isort: split
# Converters: what they are made of, those for text, those for values.
from .converters import BaseConverter as BaseConverter
from .converters import ValidationError as ValidationError
from .rules import parse_converter_args as parse_converter_args

# isort: split
from .converters import AnyConverter as AnyConverter
from .converters import PathConverter as PathConverter
from .converters import UnicodeConverter as UnicodeConverter

# isort: split
from .converters import FloatConverter as FloatConverter
from .converters import IntegerConverter as IntegerConverter
from .converters import UUIDConverter as UUIDConverter

# isort: split
# What a match or a build can end with, instead of a result.
from .exceptions import BuildError as BuildError
from .exceptions import RequestRedirect as RequestRedirect
from .exceptions import RoutingException as RoutingException
from .exceptions import WebsocketMismatch as WebsocketMismatch

# isort: split
# How the search reports them.
from .exceptions import NoMatch as NoMatch
from .exceptions import RequestAliasRedirect as RequestAliasRedirect
from .exceptions import RequestPath as RequestPath
from .matcher import StateMachineMatcher as StateMachineMatcher
