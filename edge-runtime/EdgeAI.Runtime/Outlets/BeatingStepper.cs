using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Outlets;

/// <summary>Steps one part of a graph and says so to the outlet's heart.</summary>
/// <param name="part">The part.</param>
/// <param name="heart">The heart.</param>
/// <param name="number">The part's number, from 0.</param>
public sealed class BeatingStepper(IStepper part, OutletHeart heart, int number) : IStepper
{
    /// <inheritdoc/>
    public bool Step()
    {
        heart.Beat(number);
        return part.Step();
    }

    /// <inheritdoc/>
    public bool Drain()
    {
        heart.Beat(number);
        return part.Drain();
    }

    /// <inheritdoc/>
    public void Stop() => part.Stop();
}
