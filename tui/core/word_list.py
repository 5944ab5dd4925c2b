"""256 words that can be read aloud and told apart by their first four letters: one for each byte.

The list is an alphabet: it is part of formats, and never changes.
"""

from typing import Final

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
