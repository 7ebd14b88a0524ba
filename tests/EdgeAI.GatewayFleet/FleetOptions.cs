using System.Globalization;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.GatewayFleet;

/// <summary>What a fleet is told when it starts: words of the form NAME=VALUE.</summary>
internal sealed record FleetOptions
{
    /// <summary>The number of the first gateway; they are fleet-FIRST and so on.</summary>
    public int First { get; private init; }

    /// <summary>How many there are.</summary>
    public int Count { get; private init; } = 1;

    /// <summary>The loopback ports of the cluster's nodes for MQTT 3.1.1; each gateway prefers the next one.</summary>
    public IReadOnlyList<int> Ports { get; private init; } = [];

    /// <summary>How many records may wait before what waits goes as backlog beside what comes in.</summary>
    public long Threshold { get; private init; } = 100;

    /// <summary>The longest pause before an uplink connects again.</summary>
    public TimeSpan Backoff { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A word is not one of these, or not a number.</exception>
    public static FleetOptions Parse(IEnumerable<string> words)
    {
        FleetOptions options = new();
        foreach (string word in words)
        {
            string[] parts = word.Split('=', 2);
            options = parts switch
            {
                ["first", var text] => options with { First = Number(text) },
                ["count", var text] => options with { Count = Number(text) },
                ["ports", var text] => options with { Ports = [.. text.Split(',').Select(Number)] },
                ["threshold", var text] => options with { Threshold = Number(text) },
                ["backoff", var text] => options with { Backoff = TimeSpan.FromSeconds(Number(text)) },
                _ => throw new FormatException($"'{word}' is not known: use first=N count=N ports=N,N,N threshold=N backoff=SECONDS"),
            };
        }

        return options;
    }

    /// <summary>An uplink's options, as a gateway has them but for what is told here.</summary>
    public UplinkOptions UplinkOf(int gateway) => new()
    {
        Upstreams = [.. Enumerable.Range(0, Ports.Count).Select(index => new UpstreamOptions { Host = "127.0.0.1", Port = Ports[(gateway + index) % Ports.Count], Protocol = MqttProtocol.Mqtt311 })],
        TrimBy = TrimBy.Puback,
        BacklogThreshold = Threshold,
        MaximumBackoff = Backoff,
        JitterSeed = gateway,
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
