#!/usr/bin/env python3
"""Makes golden vectors from the text of firmware/WIRE.md alone: nothing of the codec is used.

What a sound frame says stands in index.tsv; this program says which bytes that is. A refused frame is a sound one, damaged as
REFUSED says, with a checksum that fits; an entry there writes its line of index.tsv too.

usage: make_vectors.py           writes the files of every sound vector and of every vector in REFUSED
       make_vectors.py --check   writes nothing; fails if a file differs from what would be written
"""
import pathlib
import struct
import sys

FOLDER = pathlib.Path(__file__).parent
INDEX = FOLDER / "index.tsv"


def crc32c(data):
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = (remainder >> 1) ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder ^ 0xFFFFFFFF


def cobs(data):
    """Splits at the zeros: each piece, and its full blocks, behind its code."""
    out = bytearray()
    pieces = data.split(b"\0")
    for index, piece in enumerate(pieces):
        while len(piece) > 254:
            out += b"\xff" + piece[:254]
            piece = piece[254:]
        if len(piece) == 254:
            out += b"\xff" + piece
            if index == len(pieces) - 1:
                break
            piece = b""
            out += b"\x01"
            continue
        out += bytes([len(piece) + 1]) + piece
    return bytes(out) + b"\0"


def integer(code):
    return lambda text: struct.pack("<" + code, int(text))


def integers(code):
    return lambda text: b"".join(struct.pack("<" + code, int(value)) for value in text.split(","))


def scale(text):
    mantissa, exponent, unit = (int(part) for part in text.split(","))
    return struct.pack("<ibB", mantissa, exponent, unit)


def text8(text):
    """A count in one byte, then that many characters. In index.tsv ~ stands for a semicolon, ^ for an equals sign."""
    data = text.replace("~", ";").replace("^", "=").encode("ascii")
    return bytes([len(data)]) + data


def part(names):
    """Fields that stand only where they are named: parts that a message may lack."""
    return lambda fields: b"".join(encode(fields[name]) for name, encode in names if name in fields)


def table(*names):
    return lambda fields: b"".join(encode(fields[name]) for name, encode in names)


def counted(name, *rest):
    """A count that stands in index.tsv only as the number of the things counted."""
    return lambda fields: bytes([len(fields[name].split(","))]) + table(*rest)(fields)


u8, u16, u32, i8, i16, i32, u64 = (integer(code) for code in "BHIbhiQ")
SCALAR = table(("value", i32), ("scale", scale))

PAYLOADS = {
    0x02: table(("status", u8), ("failedReadings", u32)),
    0x10: table(("width", u16), ("height", u16), ("scale", scale), ("samples", integers("h"))),
    0x11: lambda fields: table(("taxels", u16), ("components", u8), ("hasTouch", u8), ("scale", scale), ("values", integers("h")))(fields)
    + part([("touch", integers("B"))])(fields),
    0x12: table(("forceScale", scale), ("torqueScale", scale), ("force", integers("i")), ("torque", integers("i"))),
    0x13: table(("rawCount", i32), ("value", i32), ("scale", scale)),
    0x14: lambda fields: u8(fields["parts"]) + part([(name + kind, encode)
        for name, _ in (("orientation", 4), ("angularVelocity", 3), ("linearAcceleration", 3))
        for kind, encode in (("Scale", scale), ("", integers("i")))])(fields),
    0x15: table(("status", u8), ("fieldOfView", u16), ("signalStrength", u32), ("scale", scale), ("range", i32), ("minimum", i32), ("maximum", i32)),
    0x16: SCALAR,
    0x17: SCALAR,
    0x18: SCALAR,
    0x19: table(("scale", scale), ("field", integers("i"))),
    0x1A: table(("voltageScale", scale), ("voltage", i32), ("currentScale", scale), ("current", i32), ("powerScale", scale), ("power", i32)),
    0x1B: table(("width", u16), ("height", u16), ("fieldOfViewX", u16), ("fieldOfViewY", u16), ("scale", scale), ("minimum", i16), ("maximum", i16),
                ("ranges", integers("h")), ("statuses", integers("B"))),
    0x40: lambda fields: table(("age", u32), ("provider", u8))(fields) + counted("probabilities", ("classIndex", u8), ("modelDigest", bytes.fromhex),
                ("inputDigest", bytes.fromhex), ("probabilities", integers("H")))(fields),
    0x41: table(("age", u32), ("kind", u8), ("active", u8), ("value", i32), ("scale", scale)),
}


def body_of(text):
    """Header and payload of what a line of index.tsv says."""
    fields = dict(field.split("=", 1) for field in text.split(";"))
    header = struct.pack("<BBBBHH", 1, int(fields["type"]), int(fields["flags"]), int(fields["stream"]), int(fields["board"]), int(fields["boot"]))
    header += struct.pack("<Q", int(fields["sequence"]))[:6] + struct.pack("<Q", int(fields["time"]))[:6] + struct.pack("<I", int(fields["uncertainty"]))
    return header + PAYLOADS[int(fields["type"])](fields)


def replaced(at, data):
    return lambda payload: payload[:at] + bytes(data) + payload[at + len(data):]


def longer(payload):
    return payload + b"\0"


def shorter(payload):
    return payload[:-1]


def cut(count):
    return lambda payload: payload[:count]


NO_SCALE = struct.pack("<ibB", 0, 0, 0)

# name: (the sound vector it is made of, the specified rejection, what happens to the payload)
REFUSED = {
    "refuse-scale-unit-14": ("force-example", "BadScale", replaced(13, [14])),
    "refuse-type-1c": ("force-example", "UnknownType", None),
    "refuse-event-scale": ("event-presence-began", "BadScale", replaced(15, [14])),
    "refuse-imu-empty": ("imu-fused", "BadLength", cut(0)),
    "refuse-imu-no-part": ("imu-fused", "BadValue", lambda payload: b"\0"),
    "refuse-imu-part-bit-3": ("imu-fused", "BadPadding", replaced(0, [15])),
    "refuse-imu-part-missing": ("imu-six-axes", "BadLength", replaced(0, [7])),
    "refuse-imu-part-too-many": ("imu-fused", "BadLength", replaced(0, [6])),
    "refuse-imu-last-scale": ("imu-fused", "BadScale", replaced(41, NO_SCALE)),
    "refuse-range-status-10": ("range-valid", "UnknownCode", replaced(0, [10])),
    "refuse-range-scale": ("range-valid", "BadScale", replaced(7, NO_SCALE)),
    "refuse-range-limits": ("range-no-target", "BadValue", replaced(17, i32("6001"))),
    "refuse-range-valid-beyond": ("range-valid", "BadValue", replaced(13, i32("801"))),
    "refuse-range-extra-byte": ("range-valid", "BadLength", longer),
    "refuse-temperature-scale": ("temperature-ambient", "BadScale", replaced(4, NO_SCALE)),
    "refuse-temperature-missing-byte": ("temperature-ambient", "BadLength", shorter),
    "refuse-pressure-scale": ("pressure-barometer", "BadScale", replaced(8, [19])),
    "refuse-humidity-extra-byte": ("humidity-room", "BadLength", longer),
    "refuse-magnetic-scale": ("magnetic-skin", "BadScale", replaced(5, [14])),
    "refuse-magnetic-missing-byte": ("magnetic-skin", "BadLength", shorter),
    "refuse-electrical-power-scale": ("electrical-braking", "BadScale", replaced(20, NO_SCALE)),
    "refuse-electrical-extra-byte": ("electrical-braking", "BadLength", longer),
    "refuse-grid-short": ("range-grid-4x4", "BadLength", cut(17)),
    "refuse-grid-width-0": ("range-grid-4x4", "BadCount", replaced(0, [0, 0])),
    "refuse-grid-1025-zones": ("range-grid-4x4", "BadCount", replaced(0, [25, 0, 41, 0])),
    "refuse-grid-scale": ("range-grid-4x4", "BadScale", replaced(8, NO_SCALE)),
    "refuse-grid-limits": ("range-grid-4x4", "BadValue", replaced(14, i16("4001"))),
    "refuse-grid-missing-status": ("range-grid-4x4", "BadLength", shorter),
    "refuse-grid-status-10": ("range-grid-4x4", "UnknownCode", replaced(18 + 32 + 7, [10])),
    "refuse-grid-valid-beyond": ("range-grid-4x4", "BadValue", replaced(18, i16("4001"))),
}

# What happens to the header, where something does.
HEADERS = {
    "refuse-type-1c": replaced(1, [0x1C]),
}


def in_lines(data):
    return "".join(" ".join(f"{byte:02X}" for byte in data[start:start + 32]) + "\n" for start in range(0, len(data), 32))


def main():
    head, *lines = [line.split("\t") for line in INDEX.read_text().splitlines()]
    said = {name: text for name, verdict, text in lines if verdict == "Ok"}
    bodies = {name: body_of(text) for name, text in said.items()}
    for name, (source, _, damage) in REFUSED.items():
        body = bodies[source]
        header = HEADERS.get(name, lambda whole: whole)(body[:24])
        bodies[name] = header + (damage or (lambda payload: payload))(body[24:])
    verdicts = [line for line in lines if line[0] not in REFUSED] + [[name, entry[1], ""] for name, entry in REFUSED.items()]
    files = {INDEX: "".join("\t".join(line) + "\n" for line in [head, *verdicts])}
    for name, body in bodies.items():
        frame = body + struct.pack("<I", crc32c(body))
        files[FOLDER / f"{name}.hex"] = in_lines(frame)
        files[FOLDER / f"{name}.link.hex"] = in_lines(cobs(frame))
    wrong = 0
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            wrong += 1
            print(f"{path.name}: {'differs' if path.exists() else 'is missing'}")
            if "--check" not in sys.argv:
                path.write_text(text)
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
