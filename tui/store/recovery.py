"""Recovery words: 128 random bits as words that can be written on paper and read aloud.

A byte is a word, and the last word is a check of the others. The list is an alphabet: it is part of the format and
never changes. Four letters are enough to tell any word.
"""

import re
from hashlib import blake2b
from typing import Final

BYTES: Final = 16
"""How long the secret is."""

COUNT: Final = BYTES + 1
"""How many words say it."""

_TELLING: Final = 4
_LETTERS: Final = re.compile(r"[^\W\d_]+")

WORDS: Final = tuple(
    """
    acorn album almond amber anchor apple apron arrow aspen atlas autumn badge bakery balcony bamboo barn basket
    beach bench berry bicycle biscuit blanket blossom boat bonfire bramble branch bread breeze bridge brook
    bucket button cabin cactus camel candle canoe canvas caramel carpet castle cedar cherry chestnut chimney
    cider circle clay clock cloud clover cocoa comet compass cookie copper coral cottage cradle crane curtain
    cushion daisy dance dinner dolphin donkey dragon drawer dream eagle ember emerald evening fabric feather
    fennel fern ferry field finch firefly flute forest fountain frost garden garlic gate ginger glacier globe
    glove golden goose grape guitar harbour harvest hazel heron hill honey horizon house iceberg igloo indigo
    iris island ivory jacket jasmine jelly jigsaw journey juniper kayak kettle kitchen kitten koala ladder
    lagoon lamp lantern lavender leaf lemon letter linen lizard lullaby magnet maple marble meadow melody
    midnight mirror mitten morning moss mountain muffin museum napkin needle nest north nutmeg oasis oatmeal
    ocean olive onion orange orchard otter oyster paddle painter palace pancake paper parsley pasture peach pear
    pebble pencil penguin pepper piano picnic pigeon pillow pocket pond porch potato puddle puzzle quilt rabbit
    radish railway rainbow raisin raven ribbon rice river robin rocket roof rosemary ruby saddle sailor salad
    scarf seashell silver skate sketch slipper snow sparrow spoon spring squirrel star stone story straw summer
    swallow sweater table teacup tent thimble thunder ticket tiger toast tomato tower train tree tulip turtle
    umbrella valley vanilla velvet village violin voyage wagon walnut water wave whistle willow window winter
    wren yacht yellow yoghurt zebra zigzag
    """.split()  # noqa: SIM905 - a list of 256 lines reads worse
)
"""What a byte is called."""

_BYTES: Final = {word[:_TELLING]: byte for byte, word in enumerate(WORDS)}


def to_words(secret: bytes) -> tuple[str, ...]:
    """Return 16 bytes as 17 words."""
    return tuple(WORDS[byte] for byte in secret + _check(secret))


def from_words(text: str) -> bytes | None:
    """Return the 16 bytes that words say, None when they say none.

    Letters may be large or small, the first four of a word are enough, and whatever stands between words (spaces,
    commas, numbers, line breaks) does not matter.
    """
    found = [_BYTES.get(word[:_TELLING]) for word in _LETTERS.findall(text.lower())]
    known = bytes(byte for byte in found if byte is not None)
    if not len(found) == len(known) == COUNT:
        return None
    secret = known[:BYTES]
    return secret if secret + _check(secret) == known else None


def _check(secret: bytes) -> bytes:
    return blake2b(secret, digest_size=1, person=b"nearer check").digest()
