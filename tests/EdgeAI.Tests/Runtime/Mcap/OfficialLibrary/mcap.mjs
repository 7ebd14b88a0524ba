// The format's official library beside ours: reads what we wrote, and writes what we read. A line per message, the same on both sides:
// topic, sequence, log time, publish time, SHA-256 of the data.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { McapIndexedReader, McapStreamReader, McapWriter } from "@mcap/core";
import { loadDecompressHandlers } from "@mcap/support";
import zstd from "@foxglove/wasm-zstd";
import lz4 from "lz4js";

const line = (channel, message) =>
  [channel.topic, message.sequence, message.logTime, message.publishTime, createHash("sha256").update(message.data).digest("hex")].join(" ");

async function readIndexed(path) {
  const bytes = new Uint8Array(readFileSync(path));
  const readable = {
    size: async () => BigInt(bytes.length),
    read: async (offset, length) => bytes.slice(Number(offset), Number(offset + length)),
  };
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers: await loadDecompressHandlers() });
  console.log(`header ${reader.header.profile} ${reader.header.library}`);
  console.log(`statistics ${reader.statistics.messageCount} ${reader.statistics.channelCount} ${reader.statistics.chunkCount} ${reader.statistics.attachmentCount} ${reader.statistics.metadataCount}`);
  for await (const attachment of reader.readAttachments()) console.log(`attachment ${attachment.name} ${attachment.mediaType} ${attachment.data.length}`);
  for await (const metadata of reader.readMetadata()) console.log(`metadata ${metadata.name} ${JSON.stringify(Object.fromEntries(metadata.metadata))}`);
  for await (const message of reader.readMessages()) console.log(line(reader.channelsById.get(message.channelId), message));
}

async function readStream(path) {
  const reader = new McapStreamReader({ validateCrcs: true, decompressHandlers: await loadDecompressHandlers() });
  const channels = new Map();
  reader.append(new Uint8Array(readFileSync(path)));
  for (let record; (record = reader.nextRecord()); ) {
    if (record.type === "Channel") channels.set(record.id, record);
    if (record.type === "Message") console.log(line(channels.get(record.channelId), record));
  }
  console.log(reader.done() ? "end" : "cut off");
}

async function write(path, compression, indexed) {
  await loadDecompressHandlers();
  const pieces = [];
  let position = 0n;
  const writable = { position: () => position, write: async (piece) => void (pieces.push(piece.slice()), (position += BigInt(piece.length))) };
  const compressors = {
    none: undefined,
    lz4: (data) => ({ compression: "lz4", compressedData: new Uint8Array(lz4.compress(data)) }),
    zstd: (data) => ({ compression: "zstd", compressedData: zstd.compress(data, 3) }),
    unchunked: undefined,
  };
  const writer = new McapWriter({
    writable,
    chunkSize: 2000,
    useChunks: compression !== "unchunked",
    compressChunk: compressors[compression],
    useStatistics: indexed,
    useSummaryOffsets: indexed,
    useAttachmentIndex: indexed,
    useMetadataIndex: indexed,
    useMessageIndex: indexed,
    useChunkIndex: indexed,
    repeatSchemas: indexed,
    repeatChannels: indexed,
  });
  await writer.start({ profile: "ros2", library: "official" });
  const schemaId = await writer.registerSchema({ name: "a/msg/B", encoding: "ros2msg", data: new TextEncoder().encode("int32 value") });
  const channels = [];
  for (const topic of ["/first", "/second"]) {
    const info = { topic, schemaId, messageEncoding: "cdr", metadata: new Map([["offered_qos_profiles", ""]]) };
    channels.push({ ...info, id: await writer.registerChannel(info) });
  }
  await writer.addMetadata({ name: "robot", metadata: new Map([["serial", "7"]]) });
  await writer.addAttachment({ name: "notes.txt", logTime: 1n, createTime: 0n, mediaType: "text/plain", data: new TextEncoder().encode("nothing") });
  const messages = [];
  for (let index = 0; index < 300; index++) {
    // Every seventh is late, so that the order of the file is not that of the times.
    const logTime = BigInt(1000 + 10 * index - (index % 7 === 6 ? 55 : 0));
    const channel = channels[index % 2];
    const message = { channelId: channel.id, sequence: index, logTime, publishTime: logTime - 1n, data: new Uint8Array(40).fill(index % 256) };
    messages.push([channel, message]);
    await writer.addMessage(message);
  }
  await writer.end();
  writeFileSync(path, Buffer.concat(pieces));
  messages.sort((left, right) => Number(left[1].logTime - right[1].logTime));
  for (const [channel, message] of messages) console.log(line(channel, message));
}

const [command, path, ...rest] = process.argv.slice(2);
await { indexed: readIndexed, stream: readStream, write }[command](path, rest[0], rest[1] === "indexed");
