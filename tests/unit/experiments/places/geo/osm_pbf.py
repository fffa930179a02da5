"""A small extract of OpenStreetMap as .osm.pbf: blobs of protocol buffers, by its published form."""

import struct
import zlib


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def zigzag(number):
    return varint((number << 1) ^ (number >> 63))


def field(number, content):
    """A field of bytes, or of a whole number."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def blob(kind, content):
    body = field(2, len(content)) + field(3, zlib.compress(content))
    header = field(1, kind) + field(3, len(body))
    return struct.pack(">I", len(header)) + header + body


def packed(numbers, code=varint):
    return b"".join(code(each) for each in numbers)


def deltas(numbers):
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def extract(nodes, ways):
    """The bytes: `nodes` as (id, lon, lat), `ways` as (id, ids of nodes, tags)."""
    said = (text.encode() for _, _, tags in ways for pair in tags.items() for text in pair)
    texts = [b"", *dict.fromkeys(said)]
    at = {text: number for number, text in enumerate(texts)}
    ids, lon, lat = zip(*nodes, strict=True)
    dense = field(1, packed(deltas(ids), zigzag))
    dense += field(8, packed(deltas([round(each * 1e7) for each in lat]), zigzag))
    dense += field(9, packed(deltas([round(each * 1e7) for each in lon]), zigzag))
    lines = b""
    for number, refs, tags in ways:
        way = field(1, number) + field(2, packed(at[key.encode()] for key in tags))
        way += field(3, packed(at[value.encode()] for value in tags.values()))
        lines += field(3, way + field(8, packed(deltas(refs), zigzag)))
    groups = field(2, field(2, dense)) + field(2, lines)
    table = field(1, b"".join(field(1, text) for text in texts))
    needed = b"".join(field(4, each) for each in (b"OsmSchema-V0.6", b"DenseNodes"))
    return blob(b"OSMHeader", needed) + blob(b"OSMData", table + groups)
