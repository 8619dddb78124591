"""Frozen types for everything that content can say. Only `validate` makes them; nobody changes them."""

from .decision import Decision
from .evidence import VERDICTS, Claim, Debate, Event, Source, Tool, UseCase
from .faq import Faq, Onward
from .fields import Field, Place, Shape, places, tree
from .guide import FOLDER_OF, FOLDERS, KINDS, LISTED_IN, SHELVES, Guide, WrittenPage, kind_of, tree_of
from .language import Language
from .learning import COSTS, Project, ProjectPart, Reading, Resource, ResourcePart, Skill, Trial
from .parts import Entity, Part
from .people import Criterion, Need, Persona, PersonaPath, Rhythm, Role
from .settings import FORMAT, Settings, format_of, github_pages
from .types import Markdown, Outside, Refers, check_folder, check_id

__all__ = [
    "COSTS", "FOLDERS", "FOLDER_OF", "FORMAT", "KINDS", "LISTED_IN", "SHELVES", "VERDICTS", "Claim", "Criterion", "Debate", "Decision",
    "Entity", "Event", "Faq", "Field", "Guide", "Language", "Markdown", "Need", "Onward", "Outside", "Part", "Persona", "PersonaPath",
    "Place", "Project", "ProjectPart", "Reading", "Refers", "Resource", "ResourcePart", "Rhythm", "Role", "Settings", "Shape", "Skill",
    "Source", "Tool", "Trial", "UseCase", "WrittenPage", "check_folder", "check_id", "format_of", "github_pages", "kind_of", "places",
    "tree", "tree_of",
]
