using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Ros;

public sealed class CdrTests
{
    [Fact]
    public void Writer_OfATemperature_GivesTheBytesOfTheSpecification()
    {
        Temperature reading = new() { Value = 2150, Scale = new Scale(1, -2, Unit.DegreeCelsius) };
        CdrWriter writer = new(4);
        RosEncoders.Make(MessageType.Temperature, new RosStream("a", [MessageType.Temperature], "head", []))!.Encode(reading, new RosHeader(1_500_000_002, "head"), writer);

        // Little endian; seconds, nanoseconds; five bytes of text with its zero; padding to eight; 21.5; a variance of 0 for not known.
        Assert.Equal(
            "00010000" + "01000000" + "0265CD1D" + "05000000" + "68656164" + "00" + "00000000000000" + "0000000000803540" + "0000000000000000",
            Convert.ToHexString(writer.Written));
    }

    [Theory]
    [InlineData(-1, -1, 999_999_999u)]
    [InlineData(0, 0, 0u)]
    [InlineData(1_999_999_999, 1, 999_999_999u)]
    public void Time_OfNanoseconds_CountsNanosecondsUpwards(long nanoseconds, int seconds, uint rest)
    {
        CdrWriter writer = new();
        writer.Begin();
        RosHeader.WriteTime(writer, nanoseconds);
        CdrReader reader = new(writer.Written);
        Assert.Equal(seconds, reader.ReadInt32());
        Assert.Equal(rest, reader.ReadUInt32());
    }

    [Fact]
    public void Reader_OfWhatTheWriterWrote_GivesItBack()
    {
        CdrWriter writer = new();
        writer.Begin();
        writer.Write((byte)7);
        writer.Write((ushort)65000);
        writer.Write(true);
        writer.Write(-5L);
        writer.Write("grün");
        writer.Write(1.5f);
        writer.WriteHex([0xAB, 0x01]);
        writer.WriteSequence([1, 2, 3]);
        writer.Write(-2.25);
        CdrReader reader = new(writer.Written);
        Assert.Equal(7, reader.ReadByte());
        Assert.Equal(65000, reader.ReadUInt16());
        Assert.True(reader.ReadBoolean());
        Assert.Equal(-5, reader.ReadInt64());
        Assert.Equal("grün"u8.ToArray(), reader.ReadText().ToArray());
        Assert.Equal(1.5f, reader.ReadSingle());
        Assert.Equal("ab01"u8.ToArray(), reader.ReadText().ToArray());
        Assert.Equal([1, 2, 3], reader.ReadSequence().ToArray());
        Assert.Equal(-2.25, reader.ReadDouble());
        Assert.True(reader.IsSound);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Reader_OfAnyBytes_NeverReadsBeyondThem() => Gen.Byte.Array[0, 64].Sample(static bytes =>
    {
        CdrReader reader = new(bytes);
        for (int read = 0; read < 20; read++)
        {
            reader.ReadText();
            reader.ReadCount();
            reader.ReadSequence();
            reader.ReadDouble();
            reader.ReadBoolean();
        }

        return !reader.IsSound && reader.Remaining == 0;
    });

    [Fact]
    public void Comparison_OfAnyBytesByAnySchema_Ends() => Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 200], Gen.Int[0, RosSchema.Known.Count - 1]).Sample(static (left, right, index) =>
    {
        string name = RosSchema.Known[index];
        RosType.TryParse(name, RosSchema.Of(name).Text, out RosType? type, out _);
        IReadOnlyList<CdrDifference> differences = new CdrComparison(type!, new HashSet<string>()).Compare([0, 1, 0, 0, .. left], [0, 1, 0, 0, .. right]);
        return differences.Count <= CdrComparison.MostNamed + 1;
    });

    [Fact]
    public void Comparison_OfTwoMessages_NamesTheFieldAndBothValues()
    {
        CdrWriter left = Wrench(1250);
        CdrWriter right = Wrench(1251);
        RosSchema schema = RosSchema.Of("geometry_msgs/msg/WrenchStamped");
        RosType.TryParse(schema.Name, schema.Text, out RosType? type, out _);
        CdrDifference difference = Assert.Single(new CdrComparison(type!, new HashSet<string>()).Compare(left.Written, right.Written));
        Assert.Equal(new CdrDifference("wrench.force.y", "1.25", "1.251"), difference);
        Assert.Empty(new CdrComparison(type!, new HashSet<string> { "force" }).Compare(left.Written, right.Written));
    }

    private static CdrWriter Wrench(int force)
    {
        WrenchStamped wrench = new();
        wrench.Force[1] = force;
        CdrWriter writer = new();
        RosEncoders.Make(MessageType.WrenchStamped, new RosStream("a", [MessageType.WrenchStamped], "w", []))!.Encode(wrench, new RosHeader(5, "w"), writer);
        return writer;
    }
}
