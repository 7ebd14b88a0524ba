namespace EdgeAI.Device.Messages;

/// <summary>
/// A message that was decided from readings rather than sensed. Its stamp is that of its newest input, its age that of its oldest.
/// </summary>
public abstract class Decision : Message
{
    /// <summary>Age of the oldest input when the decision was made, in microseconds; saturates at its maximum.</summary>
    public uint OldestInputAgeMicroseconds;

    /// <summary>Copies the fields that every decision has.</summary>
    protected void CopyDecisionFrom(Decision other)
    {
        CopyHeaderFrom(other);
        OldestInputAgeMicroseconds = other.OldestInputAgeMicroseconds;
    }
}
