using System.Security.Cryptography;
using System.Text;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Uplinks;
using static System.FormattableString;

namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Keeps a digest of each section of what the gateway was told in the spool's folder, so that the next start can name the sections that
/// differ. Digests only: host names and users' names are nobody's business who reads the folder.
/// </summary>
internal static class ConfigurationMemory
{
    public const string FileName = "gateway.configuration";

    /// <summary>Compares with the last start, and keeps this one's digests for the next.</summary>
    /// <returns>The sections that differ; none also at the first start, or where the file cannot be read.</returns>
    /// <exception cref="GatewayException">The file cannot be written: the next start compares with an earlier one.</exception>
    public static IReadOnlyList<string> Exchange(GatewayOptions options)
    {
        string path = Path.Combine(options.SpoolFolder, FileName);
        SortedDictionary<string, string> now = Digests(options);
        Dictionary<string, string> before = Read(path);
        string[] differing = before.Count == 0 ? [] : [.. now.Keys.Where(section => before.GetValueOrDefault(section) != now[section])];
        if (before.Count == 0 || differing.Length > 0)
        {
            AtomicFile.Write(path, string.Concat(now.Select(section => $"{section.Key} {section.Value}\n")));
        }

        return differing;
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return File.ReadLines(path).Select(line => line.Split(' ')).Where(words => words.Length == 2).GroupBy(words => words[0]).ToDictionary(words => words.Key, words => words.Last()[1]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static SortedDictionary<string, string> Digests(GatewayOptions options)
    {
        UplinkOptions uplink = options.Uplink;
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["site"] = DigestOf([options.Site]),
            ["listeners"] = DigestOf([Invariant($"{options.Host}:{options.Port}"), .. options.Listeners.Select(TextOf)]),
            ["limits"] = DigestOf([Invariant($"{options.Limits}")]),
            ["spool"] = DigestOf([Invariant($"{options.MaximumSpoolBytes} {options.Retention} {options.SpoolLinger}")]),
            ["seal"] = DigestOf([Invariant($"{options.Seal?.Suite} {options.Seal?.Within} {options.Seal?.Records} {options.Seal?.KeyFile}")]),
            ["upstreams"] = DigestOf([.. uplink.Upstreams.Select(TextOf)]),
            ["uplink"] = DigestOf([Invariant($"{uplink with { Upstreams = [], Schedule = [], CityKeyFiles = [] }}"), .. uplink.CityKeyFiles, .. uplink.Schedule.Select(static rule => Invariant($"{rule}"))]),
            ["policy"] = DigestOf([options.Policy is { } policy ? Encoding.UTF8.GetString(policy.ToCanonicalJson()) : ""]),
        };
    }

    private static string TextOf(ListenerOptions listener)
        => Invariant($"{listener.Address}:{listener.Port} {listener.Kind} {listener.Tls} {string.Join(' ', listener.AllowedOrigins)}");

    private static string TextOf(UpstreamOptions upstream)
        => Invariant($"{upstream.Host}:{upstream.Port} {upstream.Protocol} {upstream.UserName} {upstream.PasswordFile} {upstream.Tls}");

    private static string DigestOf(string[] texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));
}
