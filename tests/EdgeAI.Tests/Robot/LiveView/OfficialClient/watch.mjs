// Watches a live view as Foxglove does: prints the server, its channels, parameters and a service's answer, then every message that it decodes.
import { createRequire } from "node:module";
import { parse } from "@foxglove/rosmsg";
import { MessageReader, MessageWriter } from "@foxglove/rosmsg2-serialization";
import WebSocket from "ws";

const { FoxgloveClient } = createRequire(import.meta.url)("@foxglove/ws-protocol");
const client = new FoxgloveClient({ ws: new WebSocket(process.argv[2], [FoxgloveClient.SUPPORTED_SUBPROTOCOL]) });
const subscriptions = new Map();
const services = new Map();
const wide = (_, value) => (typeof value === "bigint" ? String(value) : value);

client.on("error", (error) => console.log(`error ${error.message}`));
client.on("serverInfo", (info) => console.log(`server ${info.name} ${info.capabilities.join(",")} ${JSON.stringify(info.metadata)}`));
client.on("status", (status) => console.log(`status ${status.level} ${status.message}`));
client.on("advertise", (channels) => {
  for (const channel of channels) {
    console.log(`channel ${channel.topic} ${channel.encoding} ${channel.schemaName}`);
    const reader = new MessageReader(parse(channel.schema, { ros2: true }));
    subscriptions.set(client.subscribe(channel.id), { topic: channel.topic, reader });
  }
});
client.on("advertiseServices", (advertised) => {
  for (const service of advertised) {
    services.set(service.id, service);
    const writer = new MessageWriter(parse(service.request.schema, { ros2: true }));
    client.sendServiceCallRequest({ serviceId: service.id, callId: 5, encoding: "cdr", data: new DataView(writer.writeMessage({}).buffer) });
  }
  client.getParameters(["/profile", "/limit"], "all");
});
client.on("serviceCallResponse", (answer) => {
  const service = services.get(answer.serviceId);
  const reader = new MessageReader(parse(service.response.schema, { ros2: true }));
  console.log(`service ${service.name} ${answer.callId} ${JSON.stringify(reader.readMessage(answer.data))}`);
});
client.on("parameterValues", (values) => console.log(`parameters ${values.id} ${JSON.stringify(values.parameters)}`));
client.on("message", (message) => {
  const { topic, reader } = subscriptions.get(message.subscriptionId);
  console.log(`message ${topic} ${message.timestamp} ${JSON.stringify(reader.readMessage(message.data), wide)}`);
});
client.on("close", () => console.log("closed"));
