using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The Sparkplug edge node: a broker that is not the gateway itself, and filters that can match.</summary>
internal static class SparkplugRules
{
    public static void Check(SourceNode? sparkplug, GatewayListeners listeners, ProblemList problems)
    {
        if (sparkplug is null)
        {
            return;
        }

        UplinkRules.CheckClient(sparkplug, problems);
        GatewayRules.CheckAtMost(sparkplug, "initialBackoffSeconds", "maximumBackoffSeconds", problems);
        if (listeners.Dialled(sparkplug.TextOf("host"), sparkplug["port"]) is { } own)
        {
            problems.Add(sparkplug["port"]!, $"{own} of the gateway itself is at port {sparkplug["port"]!.Written}, and it takes records alone; name the host applications' broker");
        }

        foreach (SourceNode filter in sparkplug.ItemsOf("include").Concat(sparkplug.ItemsOf("exclude")))
        {
            if (filter.Text is { } text && !IsFilter(text) && !problems.IsBad(filter))
            {
                problems.Add(filter, $"{Shown.Of(filter)} is no filter of metrics; '+' stands for one level and '#' for all that follow, each alone between slashes");
            }
        }
    }

    // MQTT 5.0, 4.7.1.
    private static bool IsFilter(string text)
    {
        string[] levels = text.Split('/');
        return !levels.Where((level, index) => (level.Contains('+') && level != "+") || (level.Contains('#') && (level != "#" || index < levels.Length - 1))).Any();
    }
}
