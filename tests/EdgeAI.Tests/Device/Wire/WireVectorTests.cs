using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>The codec against vectors that were made from WIRE.md and not from it.</summary>
public sealed class WireVectorTests
{
    public static TheoryData<string> Sound => [.. WireVector.All.Where(static vector => vector.Verdict == "Ok").Select(static vector => vector.Name)];

    public static TheoryData<string> Refused => [.. WireVector.All.Where(static vector => vector.Verdict != "Ok").Select(static vector => vector.Name)];

    public static TheoryData<string> Every => [.. WireVector.All.Select(static vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Encoder_GivenTheVectorsFields_WritesTheVectorsBytes(string name)
    {
        WireVector vector = WireVector.Named(name);
        (FrameHeader header, Message message) = MessageText.Parse(vector.Fields);
        byte[] buffer = new byte[FrameLayout.MaxLinkLength];

        int raw = FrameEncoder.Encode(header, message, buffer, 0, buffer.Length);
        Assert.Equal(vector.Raw, buffer[..raw]);

        int link = FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length);
        Assert.Equal(vector.Link, buffer[..link]);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void Decoder_GivenTheVectorsBytes_ReadsTheVectorsFields(string name)
    {
        WireVector vector = WireVector.Named(name);
        byte[] raw = vector.Raw;
        FrameHeader header = new();

        Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(raw, 0, raw.Length, header));
        Message message = MessageText.EmptyOf(header.Type);
        Assert.Equal(FrameStatus.Ok, PayloadDecoder.Decode(raw, 0, raw.Length, message));
        Assert.Equal(vector.Fields, MessageText.Describe(header, message));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Decoder_GivenARefusedVector_NamesTheSpecifiedRejection(string name)
    {
        WireVector vector = WireVector.Named(name);
        byte[] raw = vector.Raw;
        FrameHeader header = new();

        FrameStatus status = FrameDecoder.TryDecodeHeader(raw, 0, raw.Length, header);
        if (status == FrameStatus.Ok)
        {
            Message message = MessageText.EmptyOf(header.Type);
            string before = MessageText.Describe(header, message);
            status = PayloadDecoder.Decode(raw, 0, raw.Length, message);
            Assert.Equal(before, MessageText.Describe(header, message));
        }

        Assert.Equal(vector.Verdict, status.ToString());
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Receiver_GivenTheVectorsLinkForm_AcceptsOrCountsAsSpecified(string name)
    {
        WireVector vector = WireVector.Named(name);
        byte[] link = vector.Link;
        FrameReceiver receiver = new();
        int position = 0;

        bool found = receiver.TryReceive(link, ref position, link.Length);
        FrameStatus status = found ? receiver.Decode(MessageText.EmptyOf(receiver.Header.Type)) : FrameStatus.Ok;

        Assert.Equal(link.Length, position);
        if (vector.Verdict == "Ok")
        {
            Assert.True(found);
            Assert.Equal(FrameStatus.Ok, status);
            Assert.Equal(vector.Raw, receiver.Frame[..receiver.FrameLength]);
        }
        else
        {
            Assert.Equal(1, receiver.RejectionsOf(Enum.Parse<FrameStatus>(vector.Verdict)));
        }
    }

    [Fact]
    public void Specification_ItsWorkedExample_IsTheVectorOfThatName()
    {
        string text = File.ReadAllText(Checkout.PathOf("firmware", "WIRE.md"));
        string example = text[text.IndexOf("On a link, 44 bytes:", StringComparison.Ordinal)..];
        string hex = example.Split("```")[1];

        byte[] bytes = Convert.FromHexString(string.Concat(hex.Where(static character => !char.IsWhiteSpace(character))));

        Assert.Equal(WireVector.Named("force-example").Link, bytes);
    }

    [Fact]
    public void Specification_EveryTypeAndRejection_IsInItsTables()
    {
        string text = File.ReadAllText(Checkout.PathOf("firmware", "WIRE.md"));

        Assert.All(Enum.GetValues<MessageType>(), type => Assert.Contains($"| `0x{(byte)type:X2}` | {type} |", text));
        Assert.All(Enum.GetValues<FrameStatus>().Where(static status => status != FrameStatus.Ok), status => Assert.Contains($"| {(byte)status} | {status} |", text));
        Assert.Equal(FrameLayout.StatusCount, Enum.GetValues<FrameStatus>().Length);
    }

    [Fact]
    public void Vectors_EveryTypeAndRejectionOfADecoder_HasOne()
    {
        string[] verdicts = [.. WireVector.All.Select(static vector => vector.Verdict)];
        string[] notFromBytesAlone = [nameof(FrameStatus.BadCobs), nameof(FrameStatus.DoesNotFit), nameof(FrameStatus.TypeMismatch)];

        Assert.All(Enum.GetNames<FrameStatus>().Except(notFromBytesAlone), status => Assert.Contains(status, verdicts));
        Assert.All(Enum.GetValues<MessageType>(), type => Assert.Contains(WireVector.All, vector => vector.Fields.StartsWith($"type={(byte)type};", StringComparison.Ordinal)));
    }
}
