using System.Diagnostics.CodeAnalysis;
using EdgeAI.Records;

namespace EdgeAI.City.Storage;

/// <summary>The topic of a gateway's batches (RECORDS.md, "Topics"), with slashes as in MQTT or with dots as RabbitMQ writes it.</summary>
internal static class RecordsTopic
{
    private const string Root = "edgeai";
    private const string Version = "v1";
    private const string Level = "records";

    /// <summary>Reads the site of a gateway's topic; false when it is none, or another gateway's. Ids may have dots, so the gateway must be known to tell it from the site.</summary>
    public static bool TryReadSite(ReadOnlySpan<char> topic, ReadOnlySpan<char> gateway, out ReadOnlySpan<char> site)
    {
        site = default;
        char separator = topic.Length > Root.Length ? topic[Root.Length] : '\0';
        if (separator is not ('/' or '.'))
        {
            return false;
        }

        string begins = $"{Root}{separator}{Version}{separator}";
        string ends = $"{separator}{gateway}{separator}{Level}";
        if (topic.Length <= begins.Length + ends.Length || !topic.StartsWith(begins, StringComparison.Ordinal) || !topic.EndsWith(ends, StringComparison.Ordinal))
        {
            return false;
        }

        site = topic[begins.Length..^ends.Length];
        return Identifier.IsValid(site);
    }

    /// <summary>Reads site and gateway of a topic whose gateway is not known otherwise; false where it is none, or where dots leave more than one reading.</summary>
    public static bool TryRead(string topic, [NotNullWhen(true)] out string? site, [NotNullWhen(true)] out string? gateway)
    {
        string[] levels = topic.Split(topic.Contains('/', StringComparison.Ordinal) ? '/' : '.');
        bool read = levels is [Root, Version, _, _, Level] && Identifier.IsValid(levels[2].AsSpan()) && Identifier.IsValid(levels[3].AsSpan());
        (site, gateway) = read ? (levels[2], levels[3]) : (null, null);
        return read;
    }
}
