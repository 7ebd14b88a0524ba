namespace EdgeAI.Gateway.Broker;

/// <summary>What the broker remembers of one connection. Its publishes are handled one after another.</summary>
internal sealed class PublisherSession(bool takesReasonCodes)
{
    /// <summary>The robots' boots behind one connection that may have a refused batch at once.</summary>
    public const int MaximumPublishers = 256;

    private readonly Dictionary<(string Robot, uint Boot), ulong> _refused = [];

    /// <summary>MQTT 5: a refusal can be told; with 3.1.1 only closing the connection keeps a PUBACK from being sent.</summary>
    public bool TakesReasonCodes { get; } = takesReasonCodes;

    /// <summary>The refused batch that must come before this one, or 0 when this one may come now; it is not awaited any longer then.</summary>
    public ulong Awaited(string robot, uint boot, ulong number)
    {
        if (_refused.TryGetValue((robot, boot), out ulong refused) && number > refused)
        {
            return refused;
        }

        _refused.Remove((robot, boot));
        return 0;
    }

    /// <summary>Notes a refused batch; false when the connection has too many to remember and must be closed, so that all are sent again.</summary>
    public bool TryNoteRefused(string robot, uint boot, ulong number)
    {
        if (_refused.Count >= MaximumPublishers && !_refused.ContainsKey((robot, boot)))
        {
            return false;
        }

        _refused[(robot, boot)] = number;
        return true;
    }
}
