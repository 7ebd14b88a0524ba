using System.Text;
using CsCheck;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class Crc32CTests
{
    private static readonly byte[] CheckDigits = Encoding.ASCII.GetBytes("123456789");

    [Fact]
    public void Compute_CheckDigits_GivesTheCatalogueValue()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute(CheckDigits, 0, CheckDigits.Length));
        Assert.Equal(0xE3069283u, Crc32C.AppendByTable(0, CheckDigits, 0, CheckDigits.Length));
    }

    // RFC 3720 appendix B.4: CRC examples (the values there are in order of transmission, least significant byte first).
    [Theory]
    [InlineData(0x00, 0, 0x8A9136AAu)]
    [InlineData(0xFF, 0, 0x62A8AB43u)]
    [InlineData(0x00, 1, 0x46DD794Eu)]
    [InlineData(0x1F, -1, 0x113FDB5Cu)]
    public void Compute_ThirtyTwoBytesOfRfc3720_GivesItsValue(int first, int step, uint expected)
    {
        byte[] data = [.. Enumerable.Range(0, 32).Select(index => (byte)(first + (step * index)))];

        Assert.Equal(expected, Crc32C.Compute(data, 0, data.Length));
        Assert.Equal(expected, Crc32C.AppendByTable(0, data, 0, data.Length));
    }

    [Fact]
    public void Compute_SharedParameterTable_HasOurRow()
    {
        string[] row = File.ReadLines(Checkout.SharedData("vectors", "crc", "crc-check.tsv"))
            .Select(static line => line.Split('\t'))
            .Single(static columns => columns[0] == "CRC32_ISCSI");

        Assert.Equal(["32", "0x1edc6f41", "0xffffffff", "True", "True", "0xffffffff"], row[1..7]);
        Assert.Equal(Convert.ToUInt32(row[7], 16), Crc32C.Compute(CheckDigits, 0, CheckDigits.Length));
    }

    [Fact]
    public void Append_ByInstructionAndByTable_AreEqual()
    {
        (from data in Gen.Byte.Array[0, 300]
         from offset in Gen.Int[0, data.Length]
         from seed in Gen.UInt
         select (data, offset, seed))
            .Sample(
                static piece =>
                {
                    int count = piece.data.Length - piece.offset;
                    return Crc32C.Append(piece.seed, piece.data, piece.offset, count) == Crc32C.AppendByTable(piece.seed, piece.data, piece.offset, count);
                },
                seed: "0000000000001",
                iter: 20_000);
    }

    [Fact]
    public void Append_InTwoPieces_GivesTheChecksumOfTheWhole()
    {
        (from data in Gen.Byte.Array[0, 100]
         from cut in Gen.Int[0, data.Length]
         select (data, cut))
            .Sample(
                static piece => Crc32C.Append(Crc32C.Compute(piece.data, 0, piece.cut), piece.data, piece.cut, piece.data.Length - piece.cut)
                    == Crc32C.Compute(piece.data, 0, piece.data.Length),
                seed: "0000000000002",
                iter: 5_000);
    }

    [Fact]
    public void Compute_PieceOutsideTheArray_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => Crc32C.Compute(CheckDigits, 5, 5));
    }
}
