// Opens a recording as Foxglove does and prints every field of every message, one a line: topic, sequence, path, value. Numbers are told by
// the bits of their double, so that nothing is lost in print; 64-bit integers in digits.
import { readFileSync } from "node:fs";
import { McapIndexedReader } from "@mcap/core";
import { loadDecompressHandlers } from "@mcap/support";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg2-serialization";

const bytes = new Uint8Array(readFileSync(process.argv[2]));
const readable = {
  size: async () => BigInt(bytes.length),
  read: async (offset, length) => bytes.slice(Number(offset), Number(offset + length)),
};
const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers: await loadDecompressHandlers() });

const bits = new DataView(new ArrayBuffer(8));
function show(value) {
  if (typeof value === "number") {
    bits.setFloat64(0, value);
    return Number.isNaN(value) ? "NaN" : bits.getBigUint64(0).toString(16).padStart(16, "0");
  }
  return String(value);
}

const lines = [];
function walk(head, path, value) {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    lines.push(`${head} ${path}# ${value.length}`);
    value.forEach((element, index) => walk(head, `${path}[${index}]`, element));
  } else if (typeof value === "object") {
    for (const [name, field] of Object.entries(value)) {
      walk(head, path === "" ? name : `${path}.${name}`, field);
    }
  } else {
    lines.push(`${head} ${path.replace(/stamp\.nsec$/, "stamp.nanosec")} ${show(value)}`);
  }
}

const readers = new Map();
for await (const message of reader.readMessages()) {
  const channel = reader.channelsById.get(message.channelId);
  const schema = reader.schemasById.get(channel.schemaId);
  if (channel.messageEncoding !== "cdr" || schema.encoding !== "ros2msg") {
    throw new Error(`${channel.topic} is ${channel.messageEncoding} of ${schema.encoding}`);
  }
  if (!readers.has(channel.id)) {
    readers.set(channel.id, new MessageReader(parse(new TextDecoder().decode(schema.data), { ros2: true })));
  }
  walk(`${channel.topic} ${message.sequence}`, "", readers.get(channel.id).readMessage(message.data));
}
console.log(`profile ${reader.header.profile}`);
console.log(lines.join("\n"));
