using System.Buffers;
using System.Formats.Cbor;
using System.Text.Json;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using Google.Protobuf;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>One reading written and read by us, by protobuf, by System.Text.Json and as SenML in CBOR.</summary>
internal static class FrameSubjects
{
    public static FrameSubject[] Encoders(ReadingCase reading)
    {
        byte[] buffer = new byte[FrameLayout.MaxLinkLength];
        FrameHeader header = NewHeader();
        Message message = reading.Message;
        int raw = FrameEncoder.Encode(header, message, buffer, 0, buffer.Length);
        int link = FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length);
        IMessage proto = reading.Proto;
        ArrayBufferWriter<byte> output = new(4096);
        Utf8JsonWriter writer = new(output);
        CborWriter cbor = new(CborConformanceMode.Lax);
        byte[] packed = new byte[8192];
        return
        [
            new("wire, raw", raw, Repeat(() => FrameEncoder.Encode(header, message, buffer, 0, buffer.Length))),
            new("wire, link (COBS)", link, Repeat(() => FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length))),
            new("protobuf", proto.CalculateSize(), Repeat(() =>
            {
                proto.WriteTo(buffer.AsSpan(0, proto.CalculateSize()));
                return buffer[3];
            })),
            new("SenML-CBOR", Packed(reading).Length, Repeat(() =>
            {
                cbor.Reset();
                reading.SenMl.Write(cbor);
                return cbor.Encode(packed);
            })),
            new("System.Text.Json", Text(reading).Length, Repeat(() =>
            {
                output.ResetWrittenCount();
                writer.Reset();
                JsonSerializer.Serialize(writer, reading.Json, reading.JsonType);
                return output.WrittenCount;
            })),
        ];
    }

    public static FrameSubject[] Decoders(ReadingCase reading)
    {
        byte[] raw = new byte[FrameLayout.MaxFrameLength];
        byte[] link = new byte[FrameLayout.MaxLinkLength];
        FrameHeader header = NewHeader();
        int rawLength = FrameEncoder.Encode(header, reading.Message, raw, 0, raw.Length);
        int linkLength = FrameEncoder.EncodeForLink(header, reading.Message, link, 0, link.Length);
        FrameReceiver receiver = new();
        byte[] proto = reading.Proto.ToByteArray();
        byte[] packed = Packed(reading);
        byte[] text = Text(reading);
        return
        [
            new("wire, raw", rawLength, Repeat(() =>
                FrameDecoder.TryDecodeHeader(raw, 0, rawLength, header) == FrameStatus.Ok
                && PayloadDecoder.Decode(raw, 0, rawLength, reading.Into) == FrameStatus.Ok
                    ? 1
                    : throw new InvalidOperationException("our own frame was refused"))),
            new("wire, link (COBS)", linkLength, Repeat(() =>
            {
                int position = 0;
                return receiver.TryReceive(link, ref position, linkLength) && receiver.Decode(reading.Into) == FrameStatus.Ok
                    ? 1
                    : throw new InvalidOperationException("our own frame was refused");
            })),
            new("protobuf", proto.Length, Repeat(() => reading.Parser.ParseFrom(proto) is null ? 0 : 1)),
            new("SenML-CBOR", packed.Length, Repeat(() =>
            {
                reading.SenMl.Read(packed);
                return reading.SenMl.Count;
            })),
            new("System.Text.Json", text.Length, Repeat(() => JsonSerializer.Deserialize(text, reading.JsonType) is null ? 0 : 1)),
        ];
    }

    private static Func<int, long> Repeat(Func<int> once) => count =>
    {
        long sum = 0;
        for (int turn = 0; turn < count; turn++)
        {
            sum += once();
        }

        return sum;
    };

    private static FrameHeader NewHeader() => new() { Flags = FrameFlags.Simulated, Stream = 4, Board = 5, Boot = 6, Sequence = 100_000 };

    private static byte[] Text(ReadingCase reading) => JsonSerializer.SerializeToUtf8Bytes(reading.Json, reading.JsonType);

    private static byte[] Packed(ReadingCase reading)
    {
        CborWriter cbor = new(CborConformanceMode.Lax);
        reading.SenMl.Write(cbor);
        return cbor.Encode();
    }
}
