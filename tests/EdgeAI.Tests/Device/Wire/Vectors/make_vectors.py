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


def text(hexadecimal):
    """A count in one byte, then that many characters. In index.tsv a text stands as hexadecimal."""
    data = bytes.fromhex(hexadecimal)
    return bytes([len(data)]) + data


def part(names):
    """Fields that stand only where they are named: parts that a message may lack."""
    return lambda fields: b"".join(encode(fields[name]) for name, encode in names if name in fields)


def table(*names):
    return lambda fields: b"".join(encode(fields[name]) for name, encode in names)


def detections(listed):
    """Six numbers each: class, score, centre x and y, size x and y."""
    numbers = [int(value) for value in listed.split(",")] if listed else []
    return b"".join(struct.pack("<HHiiii", *numbers[at:at + 6]) for at in range(0, len(numbers), 6))


def counted(name, *rest):
    """A count that stands in index.tsv only as the number of the things counted."""
    return lambda fields: bytes([len(fields[name].split(","))]) + table(*rest)(fields)


u8, u16, u32, i8, i16, i32, u64 = (integer(code) for code in "BHIbhiQ")
SCALAR = table(("value", i32), ("scale", scale))

ARGUMENTS = {
    1: table(("milliseconds", u16)),
    2: table(),
    3: table(("period", u32)),
    4: table(),
    5: table(("reference", i32), ("scale", scale)),
    6: lambda fields: table(("total", u16), ("offset", u16))(fields) + struct.pack("<H", len(fields["piece"]) // 2)
    + bytes.fromhex(fields["digest"] + fields["piece"]),
}

PAYLOADS = {
    0x01: table(("hello", u16), ("streams", u8), ("receiveLimit", u16), ("commandsRemembered", u8), ("profileHash", bytes.fromhex), ("boardName", text),
                ("serialNumber", text), ("firmwareVersion", text)),
    0x03: table(("level", u8), ("code", u16), ("text", text)),
    0x04: table(("target", u16), ("exchange", u32), ("t1", u64)),
    0x05: table(("robotBoot", u16), ("exchange", u32), ("t1", u64), ("t2", u64), ("t3", u64)),
    0x06: table(("target", u16)),
    0x07: table(("hello", u16), ("index", u8), ("describes", u8), ("readingType", u8), ("period", u32), ("scale", scale), ("minimum", i32), ("maximum", i32),
                ("uncertain", u32), ("elements", u16), ("components", u8), ("calibrated", u32), ("certificateHash", bytes.fromhex), ("sensorName", text),
                ("frameName", text)),
    0x08: table(("hello", u16), ("describes", u8), ("total", u16), ("first", u16), ("count", u16), ("taxels", integers("h"))),
    0x60: lambda fields: table(("target", u16), ("targetBoot", u16), ("command", u32), ("code", u8), ("concerns", u8))(fields) + ARGUMENTS[int(fields["code"])](fields),
    0x70: table(("robotBoot", u16), ("command", u32), ("code", u8), ("concerns", u8), ("outcome", u8), ("repeated", u8), ("detail", u32)),
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
    0x1C: lambda fields: table(("parts", u8), ("joints", u8))(fields) + part([(name + kind, encode)
        for name in ("position", "velocity", "effort") for kind, encode in (("Scale", scale), ("", integers("i")))])(fields),
    0x40: lambda fields: table(("age", u32), ("provider", u8))(fields) + counted("probabilities", ("classIndex", u8), ("modelDigest", bytes.fromhex),
                ("inputDigest", bytes.fromhex), ("probabilities", integers("H")))(fields),
    0x41: table(("age", u32), ("kind", u8), ("active", u8), ("value", i32), ("scale", scale)),
    0x42: lambda fields: table(("age", u32), ("provider", u8))(fields) + bytes([len(detections(fields["detections"])) // 20])
    + table(("imageWidth", u16), ("imageHeight", u16), ("modelDigest", bytes.fromhex), ("inputDigest", bytes.fromhex), ("detections", detections))(fields),
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
    "refuse-type-1d": ("force-example", "UnknownType", None),
    "refuse-type-43": ("force-example", "UnknownType", None),
    "refuse-classification-provider-11": ("classification-board", "UnknownCode", replaced(4, [11])),
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
    "refuse-type-09": ("force-example", "UnknownType", None),
    "refuse-type-61": ("force-example", "UnknownType", None),
    "refuse-type-71": ("force-example", "UnknownType", None),
    "refuse-hello-short": ("hello-hand", "BadLength", cut(40)),
    "refuse-hello-255-streams": ("hello-hand", "BadCount", replaced(2, [255])),
    "refuse-hello-receive-limit-27": ("hello-hand", "BadValue", replaced(3, [27, 0])),
    "refuse-hello-receive-limit-4097": ("hello-hand", "BadValue", replaced(3, [1, 16])),
    "refuse-hello-remembers-none": ("hello-hand", "BadValue", replaced(5, [0])),
    "refuse-hello-long-name": ("hello-largest", "BadCount", replaced(38, [33])),
    "refuse-hello-name-beyond": ("hello-hand", "BadLength", lambda payload: payload[:-3] + b"\x20"),
    "refuse-hello-control-character": ("hello-hand", "BadText", replaced(39, [0x1F])),
    "refuse-hello-del": ("hello-hand", "BadText", replaced(39, [0x7F])),
    "refuse-hello-umlaut": ("hello-hand", "BadText", replaced(39, [0xC3, 0xA4])),
    "refuse-hello-extra-byte": ("hello-hand", "BadLength", longer),
    "refuse-log-level-0": ("log-warning", "UnknownCode", replaced(0, [0])),
    "refuse-log-level-5": ("log-warning", "UnknownCode", replaced(0, [5])),
    "refuse-log-201-characters": ("log-longest", "BadCount", lambda payload: replaced(3, [201])(payload) + b"a"),
    "refuse-log-no-text": ("log-warning", "BadLength", cut(3)),
    "refuse-log-line-feed": ("log-warning", "BadText", replaced(4, [10])),
    "refuse-log-cut-text": ("log-warning", "BadLength", shorter),
    "refuse-time-request-late": ("time-request", "BadValue", replaced(6, u64(str(((1 << 48) - 1) * 1000 + 1)))),
    "refuse-time-request-negative": ("time-request", "BadValue", replaced(13, [128])),
    "refuse-time-request-short": ("time-request", "BadLength", shorter),
    "refuse-time-response-backwards": ("time-response", "BadValue", replaced(22, u64("5000000299"))),
    "refuse-time-response-late": ("time-response", "BadValue", replaced(22, b"\xff" * 8)),
    "refuse-time-response-extra-byte": ("time-response", "BadLength", longer),
    "refuse-hello-request-empty": ("hello-request-all", "BadLength", cut(0)),
    "refuse-stream-index-254": ("stream-load-cell", "BadValue", replaced(2, [254])),
    "refuse-stream-255": ("stream-load-cell", "BadValue", replaced(3, [255])),
    "refuse-stream-of-hellos": ("stream-load-cell", "UnknownCode", replaced(4, [1])),
    "refuse-stream-of-commands": ("stream-load-cell", "UnknownCode", replaced(4, [0x60])),
    "refuse-stream-of-type-1d": ("stream-load-cell", "UnknownCode", replaced(4, [0x1D])),
    "refuse-stream-no-period": ("stream-load-cell", "BadValue", replaced(5, [0] * 4)),
    "refuse-stream-scale": ("stream-load-cell", "BadScale", replaced(9, NO_SCALE)),
    "refuse-stream-limits": ("stream-load-cell", "BadValue", replaced(15, i32("500001"))),
    "refuse-stream-no-elements": ("stream-load-cell", "BadCount", replaced(27, [0, 0])),
    "refuse-stream-1025-elements": ("stream-load-cell", "BadCount", replaced(27, [1, 4])),
    "refuse-stream-2-components": ("stream-load-cell", "BadCount", replaced(29, [2])),
    "refuse-stream-month-13": ("stream-load-cell", "BadValue", replaced(30, u32("20261301"))),
    "refuse-stream-day-0": ("stream-load-cell", "BadValue", replaced(30, u32("20261200"))),
    "refuse-stream-year-1999": ("stream-load-cell", "BadValue", replaced(30, u32("19991231"))),
    "refuse-stream-long-sensor-name": ("stream-largest", "BadCount", replaced(66, [33])),
    "refuse-stream-long-frame-name": ("stream-largest", "BadCount", replaced(66 + 33, [49])),
    "refuse-stream-extra-byte": ("stream-load-cell", "BadLength", longer),
    "refuse-layout-stream-255": ("layout-fingertip", "BadValue", replaced(2, [255])),
    "refuse-layout-no-taxels": ("layout-fingertip", "BadCount", replaced(3, [0, 0])),
    "refuse-layout-513-taxels": ("layout-fingertip", "BadCount", replaced(3, [1, 2])),
    "refuse-layout-beyond-total": ("layout-fingertip", "BadCount", replaced(5, [70, 0])),
    "refuse-layout-257-taxels": ("layout-largest", "BadCount", lambda payload: replaced(7, [1, 1])(replaced(5, [0, 0])(payload)) + payload[-12:]),
    "refuse-layout-missing-taxel": ("layout-fingertip", "BadLength", lambda payload: payload[:-12]),
    "refuse-layout-normal-short": ("layout-fingertip", "BadValue", replaced(9 + 10, i16("994"))),
    "refuse-layout-normal-long": ("layout-fingertip", "BadValue", replaced(9 + 10, i16("1006"))),
    "refuse-layout-normal-overflow": ("layout-fingertip", "BadValue", replaced(9 + 6, i16("-32768") * 3)),
    "refuse-command-every-board": ("command-tare", "BadValue", replaced(0, [255, 255])),
    "refuse-command-code-0": ("command-tare", "UnknownCode", replaced(8, [0])),
    "refuse-command-code-7": ("command-tare", "UnknownCode", replaced(8, [7])),
    "refuse-command-tare-of-the-board": ("command-tare", "BadValue", replaced(9, [255])),
    "refuse-command-reset-of-a-stream": ("command-reset", "BadValue", replaced(9, [3])),
    "refuse-command-short": ("command-tare", "BadLength", shorter),
    "refuse-command-tare-argument": ("command-tare", "BadLength", longer),
    "refuse-command-identify-0": ("command-identify", "BadValue", replaced(10, [0, 0])),
    "refuse-command-rate-0": ("command-set-rate", "BadValue", replaced(10, [0] * 4)),
    "refuse-command-rate-short": ("command-set-rate", "BadLength", shorter),
    "refuse-command-calibrate-scale": ("command-calibrate", "BadScale", replaced(14, NO_SCALE)),
    "refuse-command-piece-empty": ("command-configuration", "BadCount", replaced(14, [0, 0])),
    "refuse-command-piece-beyond": ("command-configuration", "BadCount", replaced(12, [1, 16])),
    "refuse-command-piece-1025": ("command-configuration-largest", "BadCount", lambda payload: replaced(12, [0, 0])(replaced(14, [1, 4])(payload)) + b"a"),
    "refuse-command-piece-cut": ("command-configuration", "BadLength", shorter),
    "refuse-command-piece-header-cut": ("command-configuration", "BadLength", cut(47)),
    "refuse-ack-code-7": ("ack-done", "UnknownCode", replaced(6, [7])),
    "refuse-ack-stream": ("ack-done", "BadValue", replaced(7, [255])),
    "refuse-ack-outcome-10": ("ack-done", "UnknownCode", replaced(8, [10])),
    "refuse-ack-repeated-2": ("ack-done", "BadPadding", replaced(9, [2])),
    "refuse-ack-short": ("ack-done", "BadLength", shorter),
    "refuse-joints-short": ("joints-effort", "BadLength", cut(1)),
    "refuse-joints-no-part": ("joints-effort", "BadValue", replaced(0, [0])),
    "refuse-joints-part-bit-3": ("joints-effort", "BadPadding", replaced(0, [12])),
    "refuse-joints-none": ("joints-effort", "BadCount", replaced(1, [0])),
    "refuse-joints-65": ("joints-largest", "BadCount", replaced(1, [65])),
    "refuse-joints-part-missing": ("joints-effort", "BadLength", replaced(0, [6])),
    "refuse-joints-one-more": ("joints-arm", "BadLength", replaced(1, [4])),
    "refuse-joints-extra-byte": ("joints-arm", "BadLength", longer),
    "refuse-joints-last-scale": ("joints-arm", "BadScale", replaced(2 + 18 + 18, NO_SCALE)),
    "refuse-joints-first-scale": ("joints-arm", "BadScale", replaced(7, [14])),
    "refuse-detections-short": ("detections-none", "BadLength", cut(73)),
    "refuse-detections-provider-11": ("detections-two", "UnknownCode", replaced(4, [11])),
    "refuse-detections-65": ("detections-largest", "BadCount", lambda payload: replaced(5, [65])(payload) + payload[-20:]),
    "refuse-detections-width-0": ("detections-two", "BadCount", replaced(6, [0, 0])),
    "refuse-detections-height-0": ("detections-two", "BadCount", replaced(8, [0, 0])),
    "refuse-detections-one-missing": ("detections-two", "BadLength", lambda payload: payload[:-20]),
    "refuse-detections-extra-byte": ("detections-none", "BadLength", longer),
    "refuse-detections-negative-width": ("detections-two", "BadValue", replaced(74 + 12, i32("-1"))),
    "refuse-detections-negative-height": ("detections-two", "BadValue", replaced(74 + 20 + 16, i32("-2147483648"))),
    "refuse-grid-valid-beyond": ("range-grid-4x4", "BadValue", replaced(18, i16("4001"))),
}

# What happens to the header, where something does.
HEADERS = {
    "refuse-type-1d": replaced(1, [0x1D]),
    "refuse-type-43": replaced(1, [0x43]),
    "refuse-type-09": replaced(1, [0x09]),
    "refuse-type-61": replaced(1, [0x61]),
    "refuse-type-71": replaced(1, [0x71]),
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
