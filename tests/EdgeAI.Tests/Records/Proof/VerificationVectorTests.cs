using System.Diagnostics;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Whole streams, made from RECORDS.md: what is found in each, and that the verifier written in Python from the same text finds the same.</summary>
public sealed class VerificationVectorTests
{
    private const string Unsealed = "unsealed gateway-1 5 telemetry 18-18 1\n";

    /// <summary>Each stream with its report.</summary>
    public static TheoryData<string, string> Reports => new()
    {
        { "clean-suite-1", Unsealed + "complete: 18 records, 17 attested, 5 seals, 1 unsealed" },
        { "clean-suite-2", Unsealed + "complete: 18 records, 17 attested, 5 seals, 1 unsealed" },
        { "clean-two-gateways", Unsealed + "unsealed gateway-1 6 telemetry 18-18 1\nunsealed gateway-2 9 telemetry 18-18 1\ncomplete: 54 records, 51 attested, 15 seals, 3 unsealed" },
        { "clean-backlog", "duplicate gateway-1 5 telemetry 1-4 4\n" + Unsealed + "complete: 18 records, 17 attested, 5 seals, 4 duplicate, 1 unsealed" },
        { "clean-changed-suite", "complete: 19 records, 19 attested, 6 seals" },
        { "clean-upgraded", "not-attested gateway-1 5 telemetry 1-3 3\ncomplete: 5 records, 2 attested, 1 seals, 3 not-attested" },
        { "deletion", "missing gateway-1 5 telemetry 2-2 1\nmissing gateway-1 5 telemetry 6-7 2\n" + Unsealed + "not complete: 15 records, 14 attested, 5 seals, 3 missing, 1 unsealed" },
        { "deletion-suite-2", "missing gateway-1 5 telemetry 2-2 1\n" + Unsealed + "not complete: 17 records, 16 attested, 5 seals, 1 missing, 1 unsealed" },
        { "deletion-of-seal", "not-attested gateway-1 5 telemetry 6-7 2\nmissing gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 17 records, 14 attested, 4 seals, 1 missing, 2 not-attested, 1 unsealed" },
        { "deletion-of-class", "missing gateway-1 5 - 13-15 3\n" + Unsealed + "not complete: 15 records, 14 attested, 4 seals, 3 missing, 1 unsealed" },
        { "edit", "altered gateway-1 5 telemetry 3-3 1\n" + Unsealed + "not complete: 18 records, 16 attested, 5 seals, 1 altered, 1 unsealed" },
        { "edit-suite-2", "altered gateway-1 5 telemetry 3-3 1\n" + Unsealed + "not complete: 18 records, 16 attested, 5 seals, 1 altered, 1 unsealed" },
        { "edit-of-seal", "not-attested gateway-1 5 telemetry 6-7 2\nbad-seal gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 18 records, 14 attested, 4 seals, 1 bad-seal, 2 not-attested, 1 unsealed" },
        { "seal-replaced", "not-attested gateway-1 5 telemetry 6-7 2\naltered gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 18 records, 14 attested, 4 seals, 1 altered, 2 not-attested, 1 unsealed" },
        { "swap", "altered gateway-1 5 telemetry 6-7 2\n" + Unsealed + "not complete: 18 records, 15 attested, 5 seals, 2 altered, 1 unsealed" },
        { "duplicate", "duplicate gateway-1 5 telemetry 6-8 3\n" + Unsealed + "complete: 18 records, 17 attested, 5 seals, 3 duplicate, 1 unsealed" },
        { "replay", "missing gateway-1 5 event 3-3 1\ninserted gateway-1 5 telemetry 3-3 1\nnot complete: 6 records, 5 attested, 2 seals, 1 missing, 1 inserted" },
        { "insert", "conflicting gateway-1 5 - 3-3 1\ninserted gateway-1 5 telemetry 3-3 1\nnot complete: 7 records, 6 attested, 2 seals, 1 inserted, 1 conflicting" },
        { "insert-behind", "missing gateway-1 5 - 19-29 11\nunsealed gateway-1 5 telemetry 18-30 2\nnot complete: 19 records, 17 attested, 5 seals, 11 missing, 2 unsealed" },
        { "conflicting", "altered gateway-1 5 telemetry 7-7 1\nconflicting gateway-1 5 telemetry 7-7 1\n" + Unsealed + "not complete: 18 records, 17 attested, 5 seals, 1 altered, 1 conflicting, 1 unsealed" },
        { "conflicting-seal", "altered gateway-1 5 telemetry 8-8 1\nconflicting gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 18 records, 17 attested, 5 seals, 1 altered, 1 conflicting, 1 unsealed" },
        { "reordered", "out-of-order gateway-1 5 telemetry 5-8 4\n" + Unsealed + "not complete: 18 records, 17 attested, 5 seals, 4 out-of-order, 1 unsealed" },
        { "forked", "altered gateway-1 5 telemetry 6-7 2\nconflicting gateway-1 5 telemetry 6-7 2\nforked gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 18 records, 16 attested, 5 seals, 2 altered, 2 conflicting, 1 forked, 1 unsealed" },
        { "forked-on", "not-attested gateway-1 5 telemetry 6-6 1\nforked gateway-1 5 telemetry 7-7 1\nnot complete: 9 records, 7 attested, 3 seals, 1 forked, 1 not-attested" },
        { "forked-digest", "not-attested gateway-1 5 telemetry 9-11 3\nforked gateway-1 5 telemetry 12-12 1\n" + Unsealed + "not complete: 18 records, 13 attested, 4 seals, 1 forked, 3 not-attested, 1 unsealed" },
        { "twice-begun", "not-attested gateway-1 5 telemetry 3-3 1\nforked gateway-1 5 telemetry 4-4 1\nnot complete: 6 records, 4 attested, 2 seals, 1 forked, 1 not-attested" },
        { "restarted", "declared-lost gateway-1 5 telemetry 6-8 3\nrestarted gateway-1 5 telemetry 12-12 1\ncomplete: 9 records, 9 attested, 3 seals, 3 declared-lost, 1 restarted" },
        { "dropped", "declared-lost gateway-1 5 bulk 1-6 6\ncomplete: 6 records, 6 attested, 3 seals, 6 declared-lost" },
        { "dropped-undeclared", "missing gateway-1 5 - 1-4 4\nmissing gateway-1 5 bulk 5-6 2\nnot complete: 4 records, 4 attested, 2 seals, 6 missing" },
        { "dropped-unattested", "missing gateway-1 5 - 1-4 4\nunsealed gateway-1 5 safety 9-9 1\nmissing gateway-1 5 bulk 5-6 2\nnot complete: 5 records, 4 attested, 2 seals, 6 missing, 1 unsealed" },
        { "wrong-root", "altered gateway-1 5 telemetry 18-19 2\nnot complete: 20 records, 18 attested, 6 seals, 2 altered" },
        { "false-seal", "not-attested gateway-1 5 telemetry 6-7 2\nbad-seal gateway-1 5 telemetry 8-8 1\n" + Unsealed + "not complete: 18 records, 14 attested, 4 seals, 1 bad-seal, 2 not-attested, 1 unsealed" },
        { "damaged", "unreadable - 0 - 2-2 1\nmissing gateway-1 5 - 13-15 3\n" + Unsealed + "not complete: 15 records, 14 attested, 4 seals, 3 missing, 1 unreadable, 1 unsealed" },
        { "cut-file", "unreadable - 0 - 3-3 1\nmissing gateway-1 5 - 1-12 12\nnot complete: 5 records, 5 attested, 2 seals, 12 missing, 1 unreadable" },
        { "truncated", "rewritten gateway-1 5 telemetry 12-12 1\nnot complete: 8 records, 8 attested, 2 seals, 1 rewritten" },
        {
            "wrong-key",
            "not-attested gateway-1 5 safety 16-16 1\nbad-seal gateway-1 5 safety 17-17 1\nnot-attested gateway-1 5 event 13-14 2\nbad-seal gateway-1 5 event 15-15 1\n"
            + "not-attested gateway-1 5 telemetry 1-4 4\nbad-seal gateway-1 5 telemetry 5-5 1\nnot-attested gateway-1 5 telemetry 6-7 2\nbad-seal gateway-1 5 telemetry 8-8 1\n"
            + "not-attested gateway-1 5 telemetry 9-11 3\nbad-seal gateway-1 5 telemetry 12-12 1\n" + Unsealed + "not complete: 18 records, 0 attested, 0 seals, 5 bad-seal, 12 not-attested, 1 unsealed"
        },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void Stream_OfAVector_IsReportedAsTheTextSaysByBothVerifiers(string name, string expected)
    {
        string file = $"proof-{name}.bin";
        string? anchor = ProofVectors.AnchorOf(file);
        byte[] stream = Vectors.Read(file);
        Assert.Equal(expected, ProofVectors.Lines(Verify(int.MaxValue)));
        Assert.Equal(expected, ProofVectors.Lines(Verify(7)));
        Assert.Equal(expected, Python([ProofVectors.PathOf(file), .. ProofVectors.KeyFiles.Select(ProofVectors.PathOf), .. anchor is null ? Array.Empty<string>() : ["--anchor", anchor]]));

        VerificationReport Verify(int pieceLength) => ProofVectors.Verify(stream, ProofVectors.Keys(), anchor is null ? null : [ChainHead.Parse(anchor)], pieceLength);
    }

    /// <summary>Streams of which a part left before, as is said.</summary>
    public static TheoryData<string, string, string> PartReports => new()
    {
        { "dropped-undeclared", "left gateway-1 5 bulk 1-6 6", "left gateway-1 5 bulk 1-6 6\ncomplete: 4 records, 4 attested, 2 seals, 6 left" },
        { "deletion", "left gateway-1 5 telemetry 1-2 1", "left gateway-1 5 telemetry 1-2 1\nmissing gateway-1 5 telemetry 6-7 2\n" + Unsealed + "not complete: 15 records, 14 attested, 5 seals, 2 missing, 1 left, 1 unsealed" },
        { "deletion", "left gateway-1 5 event 1-2 2", "left gateway-1 5 event 1-2 2\nmissing gateway-1 5 telemetry 2-2 1\nmissing gateway-1 5 telemetry 6-7 2\n" + Unsealed + "not complete: 15 records, 14 attested, 5 seals, 3 missing, 2 left, 1 unsealed" },
        { "deletion-of-class", "left gateway-1 5 - 13-15 3", "left gateway-1 5 - 13-15 3\n" + Unsealed + "complete: 15 records, 14 attested, 4 seals, 3 left, 1 unsealed" },
        { "truncated", "left gateway-1 5 telemetry 9-12 4", "left gateway-1 5 telemetry 9-12 4\ncomplete: 8 records, 8 attested, 2 seals, 4 left" },
        { "clean-suite-1", "left gateway-9 1 safety 3-9223372036854775807 9223372036854775805", Unsealed + "left gateway-9 1 safety 3-9223372036854775807 9223372036854775805\ncomplete: 18 records, 17 attested, 5 seals, 9223372036854775805 left, 1 unsealed" },
    };

    [Theory]
    [MemberData(nameof(PartReports))]
    public void Stream_OfWhichAPartLeft_IsReportedAsTheTextSaysByBothVerifiers(string name, string left, string expected)
    {
        string file = $"proof-{name}.bin";
        string? anchor = ProofVectors.AnchorOf(file);
        Assert.Equal(expected, ProofVectors.Lines(ProofVectors.Verify(Vectors.Read(file), ProofVectors.Keys(), anchor is null ? null : [ChainHead.Parse(anchor)], left: [LeftRange.Parse(left)])));
        string lines = Path.GetTempFileName();
        File.WriteAllText(lines, left + "\n");
        Assert.Equal(expected, Python([ProofVectors.PathOf(file), .. ProofVectors.KeyFiles.Select(ProofVectors.PathOf), .. anchor is null ? Array.Empty<string>() : ["--anchor", anchor], "--left", lines]));
        File.Delete(lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("left gateway-1 5 telemetry 2-1 1")]
    [InlineData("left gateway-1 0 telemetry 1-2 1")]
    [InlineData("left gateway-1 5 others 1-2 1")]
    [InlineData("left Gateway 5 bulk 1-2 1")]
    [InlineData("left gateway-1 5 bulk 1-2 -1")]
    [InlineData("lost gateway-1 5 bulk 1-2 1")]
    public void Left_LineThatIsNone_IsRefusedWithAnExample(string line) => Assert.Contains("write for example 'left gateway-1 5 telemetry 1-150 148'", Assert.Throws<FormatException>(() => LeftRange.Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Vectors_OfWholeStreams_AreAllReported() => Assert.Equal(
        Directory.GetFiles(ProofVectors.PathOf("."), "proof-*.bin").Select(static path => Path.GetFileNameWithoutExtension(path)["proof-".Length..]).Order(StringComparer.Ordinal),
        Reports.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>What verify.py prints of files.</summary>
    internal static string Python(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Checkout.PathOf("tests", "EdgeAI.Tests", "Records", "verify.py"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", errors.GetAwaiter().GetResult());
        return output.TrimEnd();
    }
}
