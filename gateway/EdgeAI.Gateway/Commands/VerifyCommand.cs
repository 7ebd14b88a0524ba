using System.CommandLine;
using System.Globalization;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tools;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>verify</c>: whether a spool, an export or a stream holds what a gateway stored, whole and unaltered.</summary>
internal static class VerifyCommand
{
    private const int NotComplete = 3;
    private const string StandardInput = "-";

    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time)
    {
        Option<string> folder = new("--spool") { Description = "The spool's folder; a gateway may be running on it", DefaultValueFactory = _ => "spool" };
        Option<string?> file = new("--file") { Description = "Instead of a spool, gateway batches, each after its length (spool export --format batches); - for standard input" };
        Option<string[]> keys = new("--key") { Description = "A file of the gateway's public key, PEM; again for others. For a spool without it, every .pub file in its folder" };
        Option<string[]> anchors = new("--anchor") { Description = "A seal that is known from elsewhere, as GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST; again for others" };
        Option<string?> left = new("--left") { Description = "A file that says what left before, line by line (spool export writes it); for --file without it, that file's own with .left" };
        Command command = new("verify", "Says whether a spool, an export or a stream is complete, or what is missing, altered, duplicated or declared lost; exit code 3 when it is not complete") { folder, file, keys, anchors, left };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            VerificationProgress progress = new(time, (records, perSecond) => result.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records, {perSecond:0} records/s")));
            string[] given = result.GetValue(keys) ?? [];
            ChainHead[] heads = [.. (result.GetValue(anchors) ?? []).Select(ChainHead.Parse)];
            VerificationReport report = result.GetValue(file) is { } path
                ? await OfFileAsync(path, result.GetValue(left), given, heads, progress, cancellation).ConfigureAwait(false)
                : OfSpool(result.GetRequiredValue(folder), result.GetValue(left), given, heads, progress);
            foreach (Finding finding in report.Findings)
            {
                await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
            }

            await output.WriteLineAsync(report.Summary.ToString()).ConfigureAwait(false);
            return report.Summary.IsComplete ? 0 : NotComplete;
        }));
        return command;
    }

    private static VerificationReport OfSpool(string folder, string? left, string[] keys, ChainHead[] anchors, VerificationProgress progress)
    {
        if (left is not null)
        {
            throw new GatewayException("--left goes with --file: a spool says itself what left it");
        }

        string path = SpoolFile.PathIn(folder);
        string[] files = keys.Length > 0 || !Directory.Exists(folder) ? keys : Directory.GetFiles(folder, "*.pub");
        return SpoolVerification.Run(path, ReadKeys(files), anchors, progress);
    }

    private static async Task<VerificationReport> OfFileAsync(string path, string? left, string[] keys, ChainHead[] anchors, VerificationProgress progress, CancellationToken cancellation)
    {
        RecordKeys believed = new();
        foreach (RecordPublicKey key in ReadKeys(keys))
        {
            believed.Add(key);
        }

        left ??= File.Exists(path + SpoolExport.LeftEnding) ? path + SpoolExport.LeftEnding : null;
        using BatchStreamVerifier verifier = new(believed, anchors, left is null ? [] : File.ReadLines(left).Select(LeftRange.Parse));
        Stream stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            await verifier.AddPrefixedAsync(stream, progress, cancellation).ConfigureAwait(false);
        }

        return verifier.Finish();
    }

    private static List<RecordPublicKey> ReadKeys(string[] files)
    {
        List<RecordPublicKey> keys = [];
        foreach (string file in files)
        {
            try
            {
                keys.Add(RecordPublicKey.FromPem(File.ReadAllText(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new GatewayException($"the key {file} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): give the gateway's public key with --key", exception);
            }
        }

        return keys.Count > 0 ? keys : throw new GatewayException("nothing can be verified without the gateway's public key: give it with --key");
    }
}
