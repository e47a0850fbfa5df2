"""All settings, by topic; each module reads the environment once."""

from .base import *
from .databases import *
from .accounts import *
from .identity import *
from .security import *
from .logs import *
