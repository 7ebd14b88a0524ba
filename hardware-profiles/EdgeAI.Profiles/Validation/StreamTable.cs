using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>A profile's streams by name. Of two streams with one name, which is told elsewhere, the first is meant.</summary>
internal sealed class StreamTable
{
    private readonly Dictionary<string, SourceNode> _sensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceNode> _stages = new(StringComparer.Ordinal);

    public StreamTable(SourceNode profile)
    {
        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile))
        {
            _sensors.TryAdd(sensor.TextOf("name") ?? "", sensor);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages"))
        {
            _stages.TryAdd(stage.TextOf("name") ?? "", stage);
        }
    }

    /// <summary>The sensor of a stream; null where it is none's.</summary>
    public SourceNode? Sensor(string stream) => _sensors.GetValueOrDefault(stream);

    /// <summary>Follows a stream back through the stages that hand something on from their first input, to the sensor or the stage where that begins.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="handsOn">Whether a stage hands it on.</param>
    /// <returns>The sensor, or the stage; null where the way back ends nowhere.</returns>
    public SourceNode? SourceOf(string? stream, Func<SourceNode, bool> handsOn)
    {
        // A way is no longer than there are stages; a circle is told by GraphRules.
        for (int step = 0; stream is not null && step <= _stages.Count; step++)
        {
            if (_sensors.TryGetValue(stream, out SourceNode? sensor))
            {
                return sensor;
            }

            if (!_stages.TryGetValue(stream, out SourceNode? stage) || !handsOn(stage))
            {
                return stage;
            }

            stream = GraphRules.InputsOf(stage).FirstOrDefault()?.Text;
        }

        return null;
    }
}
