using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles.Policies;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>What a policy changes stays a frame that every reader of WIRE.md accepts, under the same name.</summary>
public sealed class PolicyFrameTests
{
    private static readonly Gen<byte[]> AnyFrame = Gen.OneOf([.. Enum.GetValues<MessageType>().Select(MessageGen.Of)]).Select(static message =>
    {
        byte[] buffer = new byte[FrameLayout.MaxFrameLength];
        message.Stamp = new Stamp(5_000_000, 1000);
        int length = FrameEncoder.Encode(new FrameHeader { Board = 3, Boot = 9, Stream = 4, Sequence = 77 }, message, buffer, 0, buffer.Length);
        return buffer[..length];
    });

    [Fact]
    public void PolicyFieldFacts_EveryField_IsOneThatTheGatewayKnows()
    {
        Assert.All(PolicyFieldFacts.All, static facts =>
        {
            MessageType type = CompiledRule.MessageTypeOf(facts.Message);
            Assert.True(Redaction.Knows(type, facts.Name), $"{facts.Message}.{facts.Name} cannot be redacted");
            Assert.Equal(facts.Units.Length > 0, PayloadFields.NamesOf(type).Contains(facts.Name));
        });
        foreach (MessageType type in Enum.GetValues<MessageType>())
        {
            Assert.All(PayloadFields.NamesOf(type), name => Assert.Contains(PolicyFieldFacts.All, facts => facts.Message.ToString() == type.ToString() && facts.Name == name));
        }
    }

    [Fact]
    public void PolicyMessageAndFieldUnit_EveryName_IsTheDeviceRooms()
    {
        Assert.All(Enum.GetNames<PolicyMessage>(), static name => Assert.True(Enum.TryParse<MessageType>(name, out _), name));
        Assert.Equal(Enum.GetValues<Unit>().Select(static unit => (unit.ToString(), (int)unit)), Enum.GetValues<FieldUnit>().Select(static unit => (unit.ToString(), (int)unit)));
    }

    [Fact]
    public void Read_AnyMessage_FindsItsFieldsWithinThePayload() => AnyFrame.Sample(static frame =>
    {
        Span<PayloadField> fields = stackalloc PayloadField[PayloadFields.Maximum];
        int count = PayloadFields.Read(frame, fields);
        bool holds = count > 0 == PayloadFields.NamesOf(FrameBytes.TypeOf(frame)).Count > 0;
        int end = FrameLayout.HeaderLength;
        foreach (PayloadField field in fields[..count])
        {
            holds &= field.Offset >= end && field.End <= frame.Length - FrameLayout.ChecksumLength;
            end = field.End;
        }

        return holds;
    });

    [Fact]
    public void TryApply_AnyRedactionOfAnyMessage_GivesASoundFrameOfTheSameName() => Gen.Select(AnyFrame, Gen.Int[0, 255]).Sample(static (frame, choice) =>
    {
        MessageType type = FrameBytes.TypeOf(frame);
        string[] fields = [.. PolicyFieldFacts.All.Where(facts => facts.Message.ToString() == type.ToString()).Select(static facts => facts.Name).Where((_, index) => (choice & (1 << index)) != 0)];
        if (fields.Length == 0)
        {
            return true;
        }

        byte[] redacted = new byte[FrameLayout.MaxFrameLength];
        return new Redaction(type, fields).TryApply(frame, redacted, out int length)
            && length <= frame.Length
            && redacted.AsSpan(0, FrameLayout.HeaderLength).SequenceEqual(frame.AsSpan(0, FrameLayout.HeaderLength))
            && IsAccepted(redacted, length);
    });

    [Theory]
    [InlineData(WindowStatistic.Mean)]
    [InlineData(WindowStatistic.Minimum)]
    [InlineData(WindowStatistic.Maximum)]
    [InlineData(WindowStatistic.Last)]
    public void Close_AnyReadings_GivesASoundFrameOfTheLastOnesName(WindowStatistic keeps) => Gen.Select(AnyFrame, Gen.UInt, Gen.Int[2, 5]).Sample((frame, seed, count) =>
    {
        Span<PayloadField> buffer = stackalloc PayloadField[PayloadFields.Maximum];
        ReadOnlySpan<PayloadField> fields = buffer[..PayloadFields.Read(frame, buffer)];
        if (fields.IsEmpty)
        {
            return true;
        }

        OpenWindow window = new();
        Random random = new((int)(seed & int.MaxValue));
        byte[] last = frame;
        for (int index = 0; index < count; index++)
        {
            last = Varied(frame, fields, random, index);
            OfferedRecord offered = new() { Robot = "r"u8, RobotBoot = 1, Class = EdgeAI.Records.RecordClass.Telemetry, ReceivedUtcNanoseconds = 1, StampUtcNanoseconds = index, UncertaintyNanoseconds = 1, Frame = last };
            window.Fold(offered, 0, keeps, fields);
        }

        byte[] closed = window.Close(keeps, out _, out _).ToArray();
        return closed.AsSpan(0, FrameLayout.HeaderLength).SequenceEqual(last.AsSpan(0, FrameLayout.HeaderLength)) && IsAccepted(closed, closed.Length);
    });

    [Fact]
    public void TryApply_BytesOfAnySort_NeverThrows() => Gen.Select(AnyFrame, Gen.Byte.Array[0, 8], Gen.Int[0, 4095], Gen.Bool).Sample(static (frame, noise, at, seals) =>
    {
        byte[] mutated = [.. frame];
        for (int index = 0; index < noise.Length && mutated.Length > 0; index++)
        {
            mutated[(at + (index * 7)) % mutated.Length] ^= noise[index];
        }

        if (seals)
        {
            FrameBytes.Seal(mutated);
        }

        byte[] cut = mutated[..(seals ? mutated.Length : at % (mutated.Length + 1))];
        byte[] destination = new byte[FrameLayout.MaxFrameLength];
        Span<PayloadField> fields = stackalloc PayloadField[PayloadFields.Maximum];
        _ = FrameBytes.IsSound(cut) ? PayloadFields.Read(cut, fields) : 0;
        foreach (PolicyFieldFacts facts in PolicyFieldFacts.All)
        {
            _ = new Redaction(CompiledRule.MessageTypeOf(facts.Message), [facts.Name]).TryApply(cut, destination, out _);
        }
    });

    // Other numbers where the message allows any: distances stay within the sensor's limits.
    private static byte[] Varied(byte[] frame, ReadOnlySpan<PayloadField> fields, Random random, int sequence)
    {
        byte[] varied = [.. frame];
        varied[8] = (byte)sequence;
        if (FrameBytes.TypeOf(frame) is not (MessageType.RangeMeasurement or MessageType.RangeGrid))
        {
            foreach (PayloadField field in fields)
            {
                for (int index = 0; index < field.Count; index++)
                {
                    PayloadFields.Put(varied, field, index, random.Next(int.MinValue, int.MaxValue));
                }
            }
        }

        FrameBytes.Seal(varied);
        return varied;
    }

    private static bool IsAccepted(byte[] frame, int length)
    {
        FrameHeader header = new();
        return FrameDecoder.TryDecodeHeader(frame, 0, length, header) == FrameStatus.Ok
            && PayloadDecoder.Decode(frame, 0, length, MessageText.EmptyOf(header.Type)) == FrameStatus.Ok;
    }
}
