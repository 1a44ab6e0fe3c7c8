"""Runs components as Rasa does: create, train, load, process; on data of a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

EXAMPLES = {
    "kosten": [
        "Kost eHerkenning geld?",
        "Wie betaalt eHerkenning?",
        "Is eHerkenning gratis?",
        "zijn er kosten per jaar",
    ],
    "makelaars": [
        "Waar koop ik eHerkenning?",
        "welke leveranciers zijn er",
        "lijst met leveranciers",
        "bij wie koop ik het",
    ],
    "welk_niveau": ["Welk niveau is nodig?", "welk niveau vraagt DUO", "is niveau 2 genoeg", "moet het niveau 3 zijn"],
    "groet": ["hallo", "goedemorgen", "hoi", "dag"],
    "out_of_scope_other": ["wat voor weer wordt het", "vertel een mop", "hoe bak ik taart", "wie wint de wedstrijd"],
}


def training_data() -> TrainingData:
    """Return the examples, fresh."""
    return TrainingData([Message({TEXT: text, INTENT: name}) for name, some in EXAMPLES.items() for text in some])


def new_storage(folder: Path) -> LocalModelStorage:
    """Return a storage in a folder of its own under the given one."""
    inside = folder / "storage"
    inside.mkdir()
    return LocalModelStorage.create(inside)


class SmallPipeline:
    """A line of components with a storage of its own.

    Args:
        storage: where the components keep what they learned; `new_storage` makes one.
        steps: component classes with their configuration, in order.
    """

    def __init__(self, storage: LocalModelStorage, steps: list[tuple[type[GraphComponent], dict[str, Any]]]) -> None:
        self._storage = storage
        self._steps = steps
        self._loaded: list[GraphComponent] = []

    def train(self, data: TrainingData) -> None:
        """Train each component on what the ones before it made of the data."""
        for number, (component, config) in enumerate(self._steps):
            whole = {**component.get_default_config(), **config}
            resource = Resource(f"train_{component.__name__}{number}")
            made = component.create(whole, self._storage, resource, self._context(component))
            if hasattr(made, "train"):
                resource = made.train(data)
            loaded = self.load(number)
            if hasattr(loaded, "process_training_data"):
                data = loaded.process_training_data(data)
            self._loaded.append(loaded)

    def load(self, number: int) -> GraphComponent:
        """Load a component from what it stored."""
        component, config = self._steps[number]
        whole = {**component.get_default_config(), **config}
        resource = Resource(f"train_{component.__name__}{number}")
        return component.load(whole, self._storage, resource, self._context(component))

    def process(self, *texts: str) -> list[Message]:
        """Return what the last component gives for the messages."""
        messages = [Message({TEXT: text}) for text in texts]
        for component in self._loaded:
            messages = component.process(messages)
        return messages

    @staticmethod
    def _context(component: type[GraphComponent]) -> ExecutionContext:
        return ExecutionContext(GraphSchema({}), node_name=component.__name__)
