using System.Text;
using EdgeAI.Runtime.LiveView;

namespace EdgeAI.Tests.Runtime.LiveView;

public sealed class ClientMessageDecoderTests
{
    private static readonly byte[] Call = [2, 7, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, (byte)'c', (byte)'d', (byte)'r', 0, 1, 0, 0];

    private static readonly string[] Texts =
    [
        """{"op":"subscribe","subscriptions":[{"id":0,"channelId":3},{"id":1,"channelId":5}]}""",
        """{"op":"unsubscribe","subscriptionIds":[0,1]}""",
        """{"op":"getParameters","parameterNames":["/a"],"id":"r"}""",
        """{"op":"setParameters","parameters":[{"name":"/a","value":[1,{"b":null}],"type":"float64"}],"id":"r"}""",
        """{"op":"subscribeParameterUpdates","parameterNames":["/a"]}""",
        """{"op":"unsubscribeParameterUpdates","parameterNames":["/a"]}""",
        """{"op":"advertise","channels":[{"id":1,"topic":"t","encoding":"cdr","schemaName":"s"}]}""",
        """{"op":"unadvertise","channelIds":[1]}""",
        """{"op":"subscribeConnectionGraph"}""",
        """{"op":"unsubscribeConnectionGraph"}""",
        """{"op":"fetchAsset","uri":"package://a","requestId":4}""",
    ];

    [Fact]
    public void DecodeText_Subscribe_GivesBothNumbers()
    {
        Assert.Equal(LiveViewRejection.None, Decode(Texts[0], out ClientMessage? message));

        Assert.Equal(ClientOperation.Subscribe, message!.Operation);
        Assert.Equal([new(0, 3), new(1, 5)], message.Subscriptions);
    }

    [Fact]
    public void DecodeText_EveryOperation_IsKnown()
    {
        ClientOperation[] operations = [.. Texts.Select(static text =>
        {
            Assert.Equal(LiveViewRejection.None, Decode(text, out ClientMessage? message));
            return message!.Operation;
        })];

        Assert.Equal(Enum.GetValues<ClientOperation>().Except([ClientOperation.CallService, ClientOperation.Publish]).Order(), operations.Order());
    }

    [Fact]
    public void DecodeBinary_ServiceCall_GivesEveryField()
    {
        Assert.Equal(LiveViewRejection.None, ClientMessageDecoder.DecodeBinary(Call, out ClientMessage? message));

        Assert.Equal((ClientOperation.CallService, 7u, 9u, "cdr"), (message!.Operation, message.Id, message.CallId, message.Encoding));
        Assert.Equal([0, 1, 0, 0], message.Data);
    }

    [Theory]
    [InlineData(256, LiveViewRejection.None)]
    [InlineData(257, LiveViewRejection.IdTooLong)]
    public void DecodeText_OfARequestWithALongId_IsRefusedByName(int length, LiveViewRejection expected)
    {
        string text = $$"""{"op":"getParameters","parameterNames":[],"id":"{{new string('x', length)}}"}""";
        Assert.Equal(expected, ClientMessageDecoder.DecodeText(System.Text.Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("", LiveViewRejection.BadJson)]
    [InlineData("null", LiveViewRejection.MissingField)]
    [InlineData("[]", LiveViewRejection.BadJson)]
    [InlineData("{}", LiveViewRejection.MissingField)]
    [InlineData("""{"op":7}""", LiveViewRejection.BadJson)]
    [InlineData("""{"op":"dance"}""", LiveViewRejection.UnknownOperation)]
    [InlineData("""{"op":"subscribe"}""", LiveViewRejection.MissingField)]
    [InlineData("""{"op":"subscribe","subscriptions":[{"id":1}]}""", LiveViewRejection.MissingField)]
    [InlineData("""{"op":"subscribe","subscriptions":[null]}""", LiveViewRejection.MissingField)]
    [InlineData("""{"op":"subscribe","subscriptions":[{"id":-1,"channelId":1}]}""", LiveViewRejection.BadJson)]
    [InlineData("""{"op":"unsubscribe","subscriptionIds":[4294967296]}""", LiveViewRejection.BadJson)]
    [InlineData("""{"op":"getParameters","parameterNames":[null]}""", LiveViewRejection.MissingField)]
    [InlineData("""{"op":"setParameters","parameters":[null]}""", LiveViewRejection.MissingField)]
    public void DecodeText_OfNoMessage_IsRefusedByName(string text, LiveViewRejection expected)
    {
        Assert.Equal(expected, Decode(text, out ClientMessage? message));
        Assert.Null(message);
    }

    [Fact]
    public void DecodeText_OfTooMuch_IsRefusedByName()
    {
        string nested = """{"op":"setParameters","parameters":[{"name":"a","value":""" + new string('[', 5000) + new string(']', 5000) + "}]}";
        string many = """{"op":"subscribe","subscriptions":[""" + string.Join(',', Enumerable.Repeat("""{"id":1,"channelId":1}""", 1025)) + "]}";

        Assert.Equal(LiveViewRejection.BadJson, Decode(nested, out _));
        Assert.Equal(LiveViewRejection.TooManySubscriptions, Decode(many, out _));
        Assert.Equal(LiveViewRejection.TooLong, Decode(new string(' ', LiveViewProtocol.MaxClientMessage + 1), out _));
    }

    [Theory]
    [InlineData(0, LiveViewRejection.BadLength)]
    [InlineData(12, LiveViewRejection.BadLength)]
    [InlineData(15, LiveViewRejection.BadLength)]
    public void DecodeBinary_CutShort_IsRefusedByName(int length, LiveViewRejection expected)
        => Assert.Equal(expected, ClientMessageDecoder.DecodeBinary(Call.AsSpan(0, length), out _));

    [Fact]
    public void DecodeBinary_WithALengthThatLies_IsRefusedByName()
    {
        byte[] lying = [.. Call];
        lying[12] = 0x80;

        Assert.Equal(LiveViewRejection.BadLength, ClientMessageDecoder.DecodeBinary(lying, out _));
        Assert.Equal(LiveViewRejection.UnknownOpcode, ClientMessageDecoder.DecodeBinary([3, 0, 0, 0, 0], out _));
        Assert.Equal(LiveViewRejection.TooLong, ClientMessageDecoder.DecodeBinary(new byte[LiveViewProtocol.MaxClientMessage + 1], out _));
    }

    [Fact]
    public void Decode_OfMutatedMessages_GivesAMessageOrAName()
    {
        Random random = new(11);
        byte[][] seeds = [.. Texts.Select(Encoding.UTF8.GetBytes), Call];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. seeds[round % seeds.Length]];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)"{}[]\",:0"[random.Next(8)] : (byte)random.Next(256);
            }

            int length = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
            Check(ClientMessageDecoder.DecodeText(bytes.AsSpan(0, length), out ClientMessage? text), text);
            Check(ClientMessageDecoder.DecodeBinary(bytes.AsSpan(0, length), out ClientMessage? binary), binary);
        }
    }

    private static void Check(LiveViewRejection rejection, ClientMessage? message) => Assert.Equal(rejection == LiveViewRejection.None, message is not null);

    private static LiveViewRejection Decode(string text, out ClientMessage? message) => ClientMessageDecoder.DecodeText(Encoding.UTF8.GetBytes(text), out message);
}
