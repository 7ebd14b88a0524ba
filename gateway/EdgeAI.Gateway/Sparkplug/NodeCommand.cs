using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>What an NCMD asks for: a rebirth, or what the node does not take.</summary>
/// <param name="AsksForRebirth">Whether a rebirth is asked for.</param>
/// <param name="Refused">How many of its metrics ask for something else; 1 for a payload that is none.</param>
internal readonly record struct NodeCommand(bool AsksForRebirth, int Refused)
{
    /// <summary>Reads a command. Never throws, allocates nothing.</summary>
    public static NodeCommand Read(ReadOnlySpan<byte> payload)
    {
        if (SparkplugPayloadReader.Open(payload, out SparkplugPayloadReader reader) != PayloadRejection.None)
        {
            return new NodeCommand(false, 1);
        }

        bool rebirth = false;
        int refused = 0;
        while (reader.MoveNext())
        {
            SparkplugMetric metric = reader.Current;
            if (!metric.Name.SequenceEqual(NodeMetrics.RebirthName) || metric.Value.Kind != MetricValueKind.Boolean)
            {
                refused++;
            }
            else
            {
                rebirth |= metric.Value.AsBoolean;
            }
        }

        return new NodeCommand(rebirth, refused);
    }
}
