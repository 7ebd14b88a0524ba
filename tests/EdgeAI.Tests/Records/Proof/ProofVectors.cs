using System.Buffers.Binary;
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

    /// <summary>Verifies a stream of batches, in pieces of a length.</summary>
    public static VerificationReport Verify(ReadOnlySpan<byte> stream, RecordKeys keys, IEnumerable<ChainHead>? anchors = null, int pieceLength = int.MaxValue, IEnumerable<LeftRange>? left = null)
    {
        using BatchStreamVerifier verifier = new(keys, anchors, left);
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
