namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Checks an edge node's options, so that what cannot work is said before anything starts.</summary>
internal static class SparkplugRules
{
    private const int MaximumIdLength = 64;

    /// <summary>Checks options whose group and edge node are given.</summary>
    /// <exception cref="GatewayException">One of them cannot be used; the message is one line with the mend.</exception>
    public static void Check(SparkplugOptions options)
    {
        Id("group", options.Group ?? "");
        Id("edge node", options.EdgeNode ?? "");
        if (options.PrimaryHost is { } host)
        {
            Id("primary host", host);
        }

        Require(options.Host.Length > 0, "sparkplug: the host is empty: give the broker's name or address");
        Within("port", options.Port, 1, ushort.MaxValue);
        Within("number of queued records", options.QueueRecords, 1, 65_536);
        Within("number of held values", options.HeldValues, 0, 1_000_000);
        Within("number of metrics", options.MaximumMetrics, 1, 100_000);
        Within("minimum interval", options.MinimumInterval, TimeSpan.Zero, TimeSpan.FromHours(1));
        Within("device timeout", options.DeviceTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));
        Within("keep-alive", options.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(ushort.MaxValue));
        Within("time for connecting", options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        foreach (string filter in options.Include.Concat(options.Exclude))
        {
            Require(MetricFilter.IsValid(filter), $"sparkplug: '{filter}' is no filter of metrics: '+' stands for one level, '#' for all that follow, each alone between slashes");
        }

        foreach ((string stream, string name) in options.StreamNames)
        {
            Require(name.Length is > 0 and <= MaximumIdLength, $"sparkplug: the name '{name}' of stream {stream} is empty or longer than {MaximumIdLength} characters");
        }
    }

    private static void Id(string what, string id)
        => Require(SparkplugTopics.IsValidId(id) && id.Length <= MaximumIdLength, $"sparkplug: '{id}' is no {what} id: use 1 to {MaximumIdLength} characters without '+', '#' and '/'");

    private static void Within(string what, int value, int least, int most)
        => Require(value >= least && value <= most, $"sparkplug: the {what} is {value}: use {least} to {most}");

    private static void Within(string what, TimeSpan value, TimeSpan least, TimeSpan most)
        => Require(value >= least && value <= most, $"sparkplug: the {what} is {value.TotalSeconds:0.###} s: use {least.TotalSeconds:0.###} to {most.TotalSeconds:0.###} s");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new GatewayException(message);
        }
    }
}
