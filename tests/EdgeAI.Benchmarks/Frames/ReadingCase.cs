using System.Text.Json.Serialization.Metadata;
using EdgeAI.Device.Messages;
using Google.Protobuf;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>One reading, said by everybody: the same identity, time, uncertainty, scale and values.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Message">Ours.</param>
/// <param name="Into">Takes it when it is decoded.</param>
/// <param name="Json">In JSON.</param>
/// <param name="JsonType">How JSON writes and reads it.</param>
/// <param name="SenMl">In SenML.</param>
/// <param name="Proto">In protobuf.</param>
/// <param name="Parser">Reads the latter.</param>
internal sealed record ReadingCase(
    string Name, Message Message, Message Into, JsonReading Json, JsonTypeInfo JsonType, SenMlPack SenMl, IMessage Proto, MessageParser Parser);
