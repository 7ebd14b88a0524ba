using CsCheck;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class CobsTests
{
    [Fact]
    public void ByteAt_AnyPlaceOfTheFirst_IsTheByteOfTheData() => Gen.Select(Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)1)).Array[1, 300], Gen.Int[0, 252]).Sample(
        static (data, place) =>
        {
            byte[] form = new byte[Cobs.MaxEncodedLength(data.Length)];
            int length = Cobs.Encode(data, 0, data.Length, form, 0);
            Assert.Equal(place < data.Length ? data[place] : -1, Cobs.ByteAt(form, length, place));
        },
        seed: "0000000000011",
        iter: 20_000);

    [Fact]
    public void ByteAt_ALoneDelimiter_IsNothing() => Assert.Equal(-1, Cobs.ByteAt([0, 0, 0, 0, 0], 5, 3));

    /// <summary>Worked cases: WIRE.md "Link form", and around the full block of 254. "AA*254" is 254 times 0xAA.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "", "01" },
        { "00", "01 01" },
        { "00 00", "01 01 01" },
        { "11", "02 11" },
        { "11 22 00 33", "03 11 22 02 33" },
        { "11 00 00 00", "02 11 01 01 01" },
        { "AA*253", "FE AA*253" },
        { "AA*253 00", "FE AA*253 01" },
        { "AA*254", "FF AA*254" },
        { "AA*254 00", "FF AA*254 01 01" },
        { "AA*254 00 00", "FF AA*254 01 01 01" },
        { "AA*254 BB", "FF AA*254 02 BB" },
        { "AA*255", "FF AA*254 02 AA" },
        { "00 AA*254", "01 FF AA*254" },
        { "00 AA*255", "01 FF AA*254 02 AA" },
        { "AA*508", "FF AA*254 FF AA*254" },
        { "AA*508 00", "FF AA*254 FF AA*254 01 01" },
        { "AA*509", "FF AA*254 FF AA*254 02 AA" },
    };

    public static TheoryData<string> Malformed => new()
    {
        { "" },
        { "00" },
        { "02" },
        { "03 11" },
        { "02 00" },
        { "03 11 00" },
        { "02 11 00" },
        { "02 11 05 22" },
        { "FF AA*253" },
        { "FF AA*254 01" },
        { "01 FF AA*254 01" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_WorkedCase_GivesTheForm(string data, string form)
    {
        byte[] source = Parse(data);
        byte[] target = new byte[Cobs.MaxEncodedLength(source.Length)];

        int length = Cobs.Encode(source, 0, source.Length, target, 0);

        Assert.Equal(Parse(form), target[..length]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_WorkedCase_GivesTheDataInExactlyItsRoom(string data, string form)
    {
        byte[] source = Parse(form);
        byte[] expected = Parse(data);
        byte[] target = new byte[expected.Length];

        Assert.Equal(expected.Length, Cobs.Decode(source, 0, source.Length, target, 0, target.Length));
        Assert.Equal(expected, target);
        if (expected.Length > 0)
        {
            Assert.Equal(-1, Cobs.Decode(source, 0, source.Length, target, 0, expected.Length - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Decode_NoCanonicalForm_IsRefused(string form)
    {
        byte[] source = Parse(form);

        Assert.Equal(-1, Cobs.Decode(source, 0, source.Length, new byte[1024], 0, 1024));
    }

    [Fact]
    public void Encode_AnyData_HasNoZeroStaysInItsBoundAndComesBack()
    {
        Data().Sample(
            static data =>
            {
                byte[] form = new byte[Cobs.MaxEncodedLength(data.Length)];
                int length = Cobs.Encode(data, 0, data.Length, form, 0);
                byte[] back = new byte[data.Length];
                return !form.AsSpan(0, length).Contains((byte)0)
                    && Cobs.Decode(form, 0, length, back, 0, back.Length) == data.Length
                    && back.AsSpan().SequenceEqual(data);
            },
            seed: "0000000000001",
            iter: 10_000);
    }

    [Fact]
    public void EncodeAndDecode_InPlace_EqualTheSameApart()
    {
        Data().Sample(
            static data =>
            {
                byte[] apart = new byte[Cobs.MaxEncodedLength(data.Length)];
                int expected = Cobs.Encode(data, 0, data.Length, apart, 0);
                byte[] one = new byte[apart.Length];
                int begin = apart.Length - data.Length;
                data.CopyTo(one, begin);
                int length = Cobs.Encode(one, begin, data.Length, one, 0);
                bool encoded = one.AsSpan(0, length).SequenceEqual(apart.AsSpan(0, expected));
                return encoded && Cobs.Decode(one, 0, length, one, 0, one.Length) == data.Length && one.AsSpan(0, data.Length).SequenceEqual(data);
            },
            seed: "0000000000002",
            iter: 10_000);
    }

    [Fact]
    public void Decode_AnyBytes_StaysInItsBoundAndOnlyAcceptsTheOneForm()
    {
        (from bytes in Gen.Byte[0, 8].Array[0, 40]
         from capacity in Gen.Int[0, 40]
         select (bytes, capacity))
            .Sample(
                static given =>
                {
                    byte[] target = new byte[60];
                    Array.Fill(target, (byte)0x5A);
                    int length = Cobs.Decode(given.bytes, 0, given.bytes.Length, target, 10, given.capacity);
                    bool bounded = target.AsSpan(0, 10).IndexOfAnyExcept((byte)0x5A) < 0 && target.AsSpan(10 + given.capacity).IndexOfAnyExcept((byte)0x5A) < 0;
                    if (length < 0)
                    {
                        return bounded;
                    }

                    byte[] again = new byte[Cobs.MaxEncodedLength(length)];
                    int form = Cobs.Encode(target, 10, length, again, 0);
                    return bounded && length <= given.capacity && again.AsSpan(0, form).SequenceEqual(given.bytes);
                },
                seed: "0000000000003",
                iter: 100_000);
    }

    private static Gen<byte[]> Data() => Gen.OneOf(
        Gen.Byte.Array[0, 600],
        Gen.Byte[0, 1].Array[0, 600],
        Gen.Byte[1, 255].Array[250, 260],
        Gen.Byte[1, 255].Array[504, 514],
        Gen.Frequency((60, Gen.Byte[1, 255]), (1, Gen.Const((byte)0))).Array[0, 1200]);

    private static byte[] Parse(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(static part =>
        {
            string[] pieces = part.Split('*');
            return Enumerable.Repeat(Convert.ToByte(pieces[0], 16), pieces.Length > 1 ? int.Parse(pieces[1]) : 1);
        }),
    ];
}
