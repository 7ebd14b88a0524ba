using System.Buffers;
using System.Text.Json;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using Google.Protobuf;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>The same two readings written and read by us, by protobuf and by System.Text.Json.</summary>
internal static class FrameSubjects
{
    /// <summary>72 taxels of 12-bit counts: a hand of three fingertips.</summary>
    public static TactileArray Tactile()
    {
        TactileArray tactile = new(72, 1) { TaxelCount = 72, Stamp = new Stamp(12_345_678_000, 120_000) };
        Random random = new(1);
        for (int taxel = 0; taxel < 72; taxel++)
        {
            tactile.Values[taxel] = (short)random.Next(-200, 3900);
        }

        return tactile;
    }

    /// <summary>An 8 x 8 thermal image at 0.25 degC.</summary>
    public static Image Image()
    {
        Image image = new(64) { Width = 8, Height = 8, Scale = new Scale(25, -2, Unit.DegreeCelsius), Stamp = new Stamp(12_345_678_000, 120_000) };
        Random random = new(2);
        for (int pixel = 0; pixel < 64; pixel++)
        {
            image.Samples[pixel] = (short)random.Next(80, 150);
        }

        return image;
    }

    public static FrameSubject[] Encoders(Message message)
    {
        byte[] buffer = new byte[FrameLayout.MaxLinkLength];
        FrameHeader header = NewHeader();
        int raw = FrameEncoder.Encode(header, message, buffer, 0, buffer.Length);
        int link = FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length);
        IMessage proto = ToProto(message);
        int protoLength = proto.CalculateSize();
        JsonReading json = ToJson(message);
        ArrayBufferWriter<byte> output = new(4096);
        Utf8JsonWriter writer = new(output);
        int jsonLength = JsonSerializer.SerializeToUtf8Bytes(json, JsonReadings.Default.JsonReading).Length;
        return
        [
            new("wire, raw", raw, Repeat(() => FrameEncoder.Encode(header, message, buffer, 0, buffer.Length))),
            new("wire, link (COBS)", link, Repeat(() => FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length))),
            new("protobuf", protoLength, Repeat(() =>
            {
                proto.WriteTo(buffer.AsSpan(0, proto.CalculateSize()));
                return buffer[3];
            })),
            new("System.Text.Json", jsonLength, Repeat(() =>
            {
                output.ResetWrittenCount();
                writer.Reset();
                JsonSerializer.Serialize(writer, json, JsonReadings.Default.JsonReading);
                return output.WrittenCount;
            })),
        ];
    }

    public static FrameSubject[] Decoders(Message message)
    {
        byte[] raw = new byte[FrameLayout.MaxFrameLength];
        byte[] link = new byte[FrameLayout.MaxLinkLength];
        FrameHeader header = NewHeader();
        int rawLength = FrameEncoder.Encode(header, message, raw, 0, raw.Length);
        int linkLength = FrameEncoder.EncodeForLink(header, message, link, 0, link.Length);
        Message into = message is TactileArray ? new TactileArray(72, 1) : new Image(64);
        FrameReceiver receiver = new();
        byte[] proto = ToProto(message).ToByteArray();
        MessageParser parser = message is TactileArray ? Proto.TactileReading.Parser : Proto.ImageReading.Parser;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(ToJson(message), JsonReadings.Default.JsonReading);
        return
        [
            new("wire, raw", rawLength, Repeat(() =>
                FrameDecoder.TryDecodeHeader(raw, 0, rawLength, header) == FrameStatus.Ok
                && PayloadDecoder.Decode(raw, 0, rawLength, into) == FrameStatus.Ok
                    ? 1
                    : throw new InvalidOperationException("our own frame was refused"))),
            new("wire, link (COBS)", linkLength, Repeat(() =>
            {
                int position = 0;
                return receiver.TryReceive(link, ref position, linkLength) && receiver.Decode(into) == FrameStatus.Ok
                    ? 1
                    : throw new InvalidOperationException("our own frame was refused");
            })),
            new("protobuf", proto.Length, Repeat(() => parser.ParseFrom(proto) is null ? 0 : 1)),
            new("System.Text.Json", json.Length, Repeat(() => JsonSerializer.Deserialize(json, JsonReadings.Default.JsonReading)!.Values.Length)),
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

    private static IMessage ToProto(Message message)
    {
        Proto.Header header = new() { Flags = 1, Stream = 4, Board = 5, Boot = 6, Sequence = 100_000, TimeMicroseconds = 12_345_678, UncertaintyMicroseconds = 120 };
        if (message is TactileArray tactile)
        {
            Proto.TactileReading reading = new() { Header = header, Components = 1, Scale = new Proto.Scale { Mantissa = 1 } };
            reading.Values.AddRange(tactile.Values.Select(static value => (int)value));
            return reading;
        }

        Image image = (Image)message;
        Proto.ImageReading picture = new() { Header = header, Width = 8, Height = 8, Scale = new Proto.Scale { Mantissa = 25, Exponent = -2, Unit = 1 } };
        picture.Samples.AddRange(image.Samples.Select(static value => (int)value));
        return picture;
    }

    private static JsonReading ToJson(Message message)
    {
        TactileArray? tactile = message as TactileArray;
        Image? image = message as Image;
        Scale scale = tactile?.Scale ?? image!.Scale;
        return new JsonReading
        {
            Type = message.Type.ToString(),
            Flags = 1,
            Stream = 4,
            Board = 5,
            Boot = 6,
            Sequence = 100_000,
            TimeMicroseconds = 12_345_678,
            UncertaintyMicroseconds = 120,
            Mantissa = scale.Mantissa,
            Exponent = scale.Exponent,
            Unit = (byte)scale.Unit,
            Width = image?.Width ?? tactile!.TaxelCount,
            Height = image?.Height ?? tactile!.Components,
            Values = tactile?.Values ?? image!.Samples,
        };
    }
}
