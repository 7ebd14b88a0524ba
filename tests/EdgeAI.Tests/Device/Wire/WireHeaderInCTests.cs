using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>firmware/wire.h, the codec for firmware in C, against the vectors and against the codec in C#.</summary>
public sealed class WireHeaderInCTests(WireDriverInC driver) : IClassFixture<WireDriverInC>
{
    [Fact]
    public void WireHeader_EveryVector_ReadsWritesAndRefusesAsSpecified()
    {
        string[] answers = driver.Run(WireVector.All.Select(static vector => $"{Convert.ToHexString(vector.Raw)} {Convert.ToHexString(vector.Link)}"));

        Assert.Equal(WireVector.All.Count, answers.Length);
        Assert.All(WireVector.All.Zip(answers), static pair =>
        {
            (WireVector vector, string answer) = pair;
            int verdict = (int)Enum.Parse<FrameStatus>(vector.Verdict);
            string same = verdict == 0 ? "1" : "0";
            Assert.Equal($"{vector.Name}: {verdict} {verdict} {same} {vector.Fields}", $"{vector.Name}: {answer}");
        });
    }

    /// <summary>Frames of every type, sound ones and ones with damaged payloads and a checksum that fits: both codecs say the same of each.</summary>
    [Fact]
    public void WireHeader_AnyFrame_IsReadAsTheOtherCodecReadsIt()
    {
        List<string> lines = [];
        List<string> expected = [];
        foreach (MessageType type in Enum.GetValues<MessageType>())
        {
            Gen.Select(MessageGen.Header, MessageGen.Of(type), Damage).Sample(
                given =>
                {
                    (FrameHeader header, Message message, ((int Place, byte Value)[] Bytes, int Cut) damage) = given;
                    byte[] frame = Damaged(header, message, damage.Bytes, damage.Cut);
                    lines.Add($"{Convert.ToHexString(frame)} -");
                    expected.Add(Judge(frame));
                },
                seed: "0000000000006",
                iter: 1_000,
                threads: 1);
        }

        string[] answers = driver.Run(lines);

        Assert.Equal(expected.Count, answers.Length);
        Assert.All(expected.Zip(answers), static pair => Assert.Equal(pair.First, pair.Second));
        Assert.InRange(expected.Count(static text => text.StartsWith("0 ", StringComparison.Ordinal)), expected.Count / 4, expected.Count * 9 / 10);
    }

    /// <summary>Noise, and pieces of link forms: the same rejection from both, and no sanitizer complains.</summary>
    [Fact]
    public void WireHeader_DamagedLinkForms_AreRejectedByTheSameName()
    {
        Random random = new(7);
        byte[][] forms = [.. WireVector.All.Where(static vector => vector.Link.Length < 400).Select(static vector => vector.Link)];
        List<string> lines = [];
        List<int> expected = [];
        for (int run = 0; run < 20_000; run++)
        {
            byte[] link = [.. forms[random.Next(forms.Length)]];
            int changes = random.Next(4);
            for (int change = 0; change < changes; change++)
            {
                link[random.Next(link.Length - 1)] = (byte)random.Next(1, 256);
            }

            FrameReceiver receiver = new();
            int position = 0;
            bool found = receiver.TryReceive(link, ref position, link.Length);
            FrameStatus status = found ? receiver.Decode(MessageText.EmptyOf(receiver.Header.Type)) : FrameStatus.Ok;
            lines.Add($"00 {Convert.ToHexString(link)}");
            expected.Add(found ? (int)status : Enumerable.Range(1, FrameLayout.StatusCount - 1).Single(reason => receiver.RejectionsOf((FrameStatus)reason) == 1));
        }

        string[] answers = driver.Run(lines);

        Assert.Equal(expected, answers.Select(static answer => int.Parse(answer.Split(' ')[1])));
    }

    private static Gen<((int Place, byte Value)[] Bytes, int Cut)> Damage { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 120], Gen.OneOf(Gen.Byte, Gen.OneOf((byte)0, (byte)1, (byte)2, (byte)255)), static (place, value) => (place, value)).Array[0, 2],
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[-40, 40])),
        static (bytes, cut) => (bytes, cut));

    private static byte[] Damaged(FrameHeader header, Message message, (int Place, byte Value)[] bytes, int cut)
    {
        byte[] buffer = new byte[FrameLayout.MaxFrameLength + 100];
        int length = FrameEncoder.Encode(header, message, buffer, 0, FrameLayout.MaxFrameLength);
        Assert.True(length > 0);
        length = Math.Clamp(length + cut, FrameLayout.MinFrameLength, FrameLayout.MaxFrameLength);
        foreach ((int place, byte value) in bytes)
        {
            if (place < length - FrameLayout.MinFrameLength)
            {
                buffer[FrameLayout.HeaderLength + place] = value;
            }
        }

        LittleEndian.WriteUInt32(buffer, length - 4, Crc32C.Compute(buffer, 0, length - 4));
        return buffer[..length];
    }

    private static string Judge(byte[] frame)
    {
        FrameHeader header = new();
        FrameStatus status = FrameDecoder.TryDecodeHeader(frame, 0, frame.Length, header);
        Assert.Equal(FrameStatus.Ok, status);
        Message message = MessageText.EmptyOf(header.Type);
        status = PayloadDecoder.Decode(frame, 0, frame.Length, message);
        return status == FrameStatus.Ok ? $"0 101 1 {MessageText.Describe(header, message)}" : $"{(int)status} 101 0 ";
    }
}
