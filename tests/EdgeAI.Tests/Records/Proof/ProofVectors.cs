using System.Buffers.Binary;
using System.Globalization;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>The vectors of whole streams, and what verifies them.</summary>
internal static class ProofVectors
{
    /// <summary>The files of the public keys that the streams' gateways sign for.</summary>
    public static IReadOnlyList<string> KeyFiles { get; } = ["proof-key-1.pem", "proof-key-2.pem"];

    public static string PathOf(string name) => Checkout.PathOf("tests", "EdgeAI.Tests", "Records", "Vectors", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    public static RecordKeys Keys()
    {
        RecordKeys keys = new();
        foreach (string file in KeyFiles)
        {
            keys.Add(RecordPublicKey.FromPem(Text(file)));
        }

        return keys;
    }

    /// <summary>The anchor that goes with a stream, as verify.py takes it; nothing when there is none.</summary>
    public static string? AnchorOf(string stream)
    {
        string path = PathOf(Path.ChangeExtension(stream, ".anchor"));
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    public static ChainHead Anchor(string text)
    {
        string[] parts = text.Split('/');
        RecordClass recordClass = Enum.Parse<RecordClass>(parts[2], ignoreCase: true);
        return new ChainHead(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), recordClass, long.Parse(parts[3], CultureInfo.InvariantCulture), Convert.FromHexString(parts[4]));
    }

    /// <summary>Verifies a stream of batches, in pieces of a length.</summary>
    public static VerificationReport Verify(ReadOnlySpan<byte> stream, RecordKeys keys, IEnumerable<ChainHead>? anchors = null, int pieceLength = int.MaxValue)
    {
        using BatchStreamVerifier verifier = new(keys, anchors);
        int taken = 0;
        int end = 0;
        while (end < stream.Length)
        {
            end = (int)Math.Min(stream.Length, (long)end + pieceLength);
            taken += verifier.AddPrefixed(stream[taken..end], isLast: end == stream.Length);
        }

        return verifier.Finish();
    }

    /// <summary>The batches of a stream, without their lengths.</summary>
    public static List<byte[]> Batches(byte[] stream)
    {
        List<byte[]> batches = [];
        for (int at = 0; at < stream.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at));
            batches.Add(stream[(at + sizeof(int))..(at + sizeof(int) + length)]);
            at += sizeof(int) + length;
        }

        return batches;
    }

    /// <summary>A report as verify.py prints it.</summary>
    public static string Lines(VerificationReport report) => string.Join('\n', [.. report.Findings.Select(static finding => finding.ToString()), report.Summary.ToString()]);
}
