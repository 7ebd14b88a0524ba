using System.Security.Cryptography;
using System.Text;
using CsCheck;
using EdgeAI.Device.Digests;

namespace EdgeAI.Tests.Device.Digests;

public sealed class Sha256Tests
{
    // NIST, "Examples with Intermediate Values" for FIPS 180-4, SHA-256: one block and two blocks; and the empty message of the CAVP vectors.
    [Theory]
    [InlineData("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1")]
    public void Finish_ExampleOfTheStandard_GivesItsDigest(string message, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(DigestOf(Encoding.ASCII.GetBytes(message))));

    // The long example of FIPS 180-2 appendix B.3.
    [Fact]
    public void Finish_MillionTimesTheLetterA_GivesTheDigestOfTheStandard()
    {
        byte[] piece = [.. Enumerable.Repeat((byte)'a', 1000)];
        Sha256 sha = new();
        for (int count = 0; count < 1000; count++)
        {
            sha.Append(piece, 0, piece.Length);
        }

        byte[] digest = new byte[Sha256.DigestLength];
        sha.Finish(digest, 0);

        Assert.Equal("CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0", Convert.ToHexString(digest));
    }

    [Fact]
    public void Finish_EveryLengthAroundTwoBlocks_IsThePlatforms()
    {
        byte[] data = new byte[200];
        new Random(1).NextBytes(data);
        for (int length = 0; length <= data.Length; length++)
        {
            Assert.Equal(SHA256.HashData(data.AsSpan(0, length)), DigestOf(data[..length]));
        }
    }

    [Fact]
    public void Append_InPiecesWithOneInstance_IsThePlatforms()
    {
        Sha256 sha = new();
        byte[] digest = new byte[Sha256.DigestLength + 3];
        (from data in Gen.Byte.Array[0, 400]
         from first in Gen.Int[0, data.Length]
         from second in Gen.Int[first, data.Length]
         select (data, first, second))
            .Sample(
                piece =>
                {
                    sha.Append(piece.data, 0, piece.first);
                    sha.Append(piece.data, piece.first, piece.second - piece.first);
                    sha.Append(piece.data, piece.second, piece.data.Length - piece.second);
                    sha.Finish(digest, 3);
                    return digest.AsSpan(3).SequenceEqual(SHA256.HashData(piece.data));
                },
                seed: "0000000000001",
                iter: 5_000,
                threads: 1);
    }

    [Fact]
    public void Reset_AfterAPiece_ForgetsIt()
    {
        Sha256 sha = new();
        sha.Append([1, 2, 3], 0, 3);
        sha.Reset();
        byte[] digest = new byte[Sha256.DigestLength];
        sha.Finish(digest, 0);

        Assert.Equal(SHA256.HashData([]), digest);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, 1)]
    public void Append_PieceOutsideTheArray_IsRefused(int offset, int count) =>
        Assert.Throws<ArgumentException>(() => new Sha256().Append(new byte[4], offset, count));

    [Fact]
    public void Finish_NoRoomForTheDigest_IsRefused() => Assert.Throws<ArgumentException>(() => new Sha256().Finish(new byte[40], 9));

    private static byte[] DigestOf(byte[] message)
    {
        Sha256 sha = new();
        sha.Append(message, 0, message.Length);
        byte[] digest = new byte[Sha256.DigestLength];
        sha.Finish(digest, 0);
        return digest;
    }
}
