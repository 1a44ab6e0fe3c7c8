"""Rasa component: sentence vectors of the Universal Sentence Encoder."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.assistant.sentence_encoders import UseEncoder
from bot.assistant.sentence_featurizer import SentenceFeaturizer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class UseFeaturizer(SentenceFeaturizer):
    """Needs no compiler, unlike e5; a few milliseconds a question."""

    encoder = UseEncoder
