using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class FrameRoundTripTests
{
    public static TheoryData<MessageType> Types => [.. Enum.GetValues<MessageType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Frame_OfAnySoundMessage_ComesBackSayingTheSame(MessageType type)
    {
        Gen.Select(MessageGen.Header, MessageGen.Of(type)).Sample(
            static given =>
            {
                (FrameHeader header, Message message) = given;
                byte[] buffer = new byte[FrameLayout.MaxFrameLength];
                int length = FrameEncoder.Encode(header, message, buffer, 0, buffer.Length);
                Assert.Equal(FrameEncoder.FrameLength(message), length);

                FrameHeader readHeader = new();
                Message read = MessageText.EmptyOf(message.Type);
                Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(buffer, 0, length, readHeader));
                Assert.Equal(FrameStatus.Ok, PayloadDecoder.Decode(buffer, 0, length, read));

                Assert.Equal(MessageText.Describe(header, Cleaned(message)), MessageText.Describe(readHeader, read));
                Assert.Equal(FrameTime.ToStamp(header.TimeMicroseconds, header.UncertaintyMicroseconds), read.Stamp);
            },
            seed: "0000000000001",
            iter: 1_000);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void LinkForm_OfAnySoundMessage_IsReceivedAsTheRawForm(MessageType type)
    {
        FrameReceiver receiver = new();
        Gen.Select(MessageGen.Header, MessageGen.Of(type)).Sample(
            given =>
            {
                (FrameHeader header, Message message) = given;
                byte[] raw = new byte[FrameLayout.MaxFrameLength];
                byte[] link = new byte[FrameEncoder.MaxLinkLength(message)];
                int rawLength = FrameEncoder.Encode(header, message, raw, 0, raw.Length);
                int linkLength = FrameEncoder.EncodeForLink(header, message, link, 0, link.Length);
                int position = 0;

                Assert.True(receiver.TryReceive(link, ref position, linkLength));
                Assert.Equal(linkLength, position);
                Assert.True(receiver.Frame.AsSpan(0, receiver.FrameLength).SequenceEqual(raw.AsSpan(0, rawLength)));
            },
            seed: "0000000000002",
            iter: 500,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void CopyFrom_OfAnySoundMessage_TakesOverEverything(MessageType type)
    {
        Gen.Select(MessageGen.Of(type), MessageGen.Of(type)).Sample(
            static given =>
            {
                (Message source, Message old) = given;
                Message copy = MessageText.EmptyOf(source.Type);
                FrameHeader header = new();
                copy.CopyFrom(old);
                source.FrameId = "left_hand";

                copy.CopyFrom(source);

                Assert.Equal(MessageText.Describe(header, source), MessageText.Describe(header, copy));
                Assert.Equal(source.Stamp, copy.Stamp);
                Assert.Equal(source.FrameId, copy.FrameId);
            },
            seed: "0000000000005",
            iter: 200);
    }

    /// <summary>Damaged payloads with a checksum that fits: whatever is accepted must be the one encoding of what was read.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Decoder_OfAnyPayload_RejectsByNameOrAcceptsTheOneEncoding(MessageType type)
    {
        Gen<(FrameHeader Header, Message Message, (int Place, byte Value)[] Damage, int Cut, Message Kept)> damaged =
            from header in MessageGen.Header
            from message in MessageGen.Of(type)
            from damage in Gen.Select(Gen.Int[0, 80], Gen.OneOf(Gen.Byte, Gen.OneOf((byte)0, (byte)1, (byte)2, (byte)255)), static (place, value) => (place, value)).Array[0, 3]
            from cut in Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[-40, 40]))
            from kept in MessageGen.Of(type)
            select (header, message, damage, cut, kept);

        damaged.Sample(
            static given =>
            {
                byte[] buffer = new byte[FrameLayout.MaxFrameLength + 100];
                int length = FrameEncoder.Encode(given.Header, given.Message, buffer, 0, FrameLayout.MaxFrameLength);
                length = Math.Clamp(length + given.Cut, FrameLayout.MinFrameLength, FrameLayout.MaxFrameLength);
                int payload = length - FrameLayout.MinFrameLength;
                foreach ((int place, byte value) in given.Damage)
                {
                    if (place < payload)
                    {
                        buffer[FrameLayout.HeaderLength + place] = value;
                    }
                }

                LittleEndian.WriteUInt32(buffer, length - 4, Crc32C.Compute(buffer, 0, length - 4));
                byte[] frame = buffer[..length];
                FrameHeader header = new();
                Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(frame, 0, length, header));
                string before = MessageText.Describe(header, given.Kept);

                if (PayloadDecoder.Decode(frame, 0, length, given.Kept) == FrameStatus.Ok)
                {
                    byte[] again = new byte[length];
                    Assert.Equal(length, FrameEncoder.Encode(header, given.Kept, again, 0, length));
                    Assert.Equal(frame, again);
                }
                else
                {
                    Assert.Equal(before, MessageText.Describe(header, given.Kept));
                }
            },
            seed: "0000000000003",
            iter: 3_000);
    }

    [Fact]
    public void Decoder_OfRandomBytes_NeverThrowsAndAcceptsNone()
    {
        Message[] messages = [.. Enum.GetValues<MessageType>().Select(MessageText.EmptyOf)];
        FrameHeader header = new();
        Gen.Byte.Array[0, 120].Sample(
            bytes =>
            {
                Assert.NotEqual(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(bytes, 0, bytes.Length, header));
                foreach (Message message in messages)
                {
                    PayloadDecoder.Decode(bytes, 0, bytes.Length, message);
                    if (bytes.Length > 1)
                    {
                        bytes[1] = (byte)message.Type;
                        PayloadDecoder.Decode(bytes, 0, bytes.Length, message);
                    }
                }
            },
            seed: "0000000000004",
            iter: 50_000,
            threads: 1);
    }

    /// <summary>The encoder leaves out touch bits above the last taxel; the text of the original must, too.</summary>
    private static Message Cleaned(Message message)
    {
        if (message is TactileArray tactile && (tactile.TaxelCount & 7) != 0)
        {
            tactile.Touch[tactile.TaxelCount >> 3] &= (byte)((1 << (tactile.TaxelCount & 7)) - 1);
        }

        return message;
    }
}
