using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Runtime.Health;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Puts a rollout's steps on the record: in the store's log, and as log records of the robot, which reach recordings and the city. While
/// another process writes to the store, lines wait; the robot's own records never do.
/// </summary>
internal sealed class RolloutRecords(ModelStore store, string name, HealthLog health)
{
    // A rollout writes a handful of lines; more can only wait where nobody may write to the store.
    private const int MostWaiting = 64;

    private readonly Queue<StoreRecord> _waiting = new();

    /// <summary>Lines that were given up since too many wait: the store cannot be written to.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Writes a line.</summary>
    public void Record(StoreEvent what, int generation, Model model, string why, GateVerdict? verdict = null) =>
        Record(new StoreRecord { At = default, Event = what, Name = name, Generation = generation, Model = Convert.ToHexStringLower(model.Digest), Why = why, Verdict = verdict });

    /// <summary>Writes a line.</summary>
    public void Record(StoreRecord record)
    {
        if (_waiting.Count == MostWaiting)
        {
            _waiting.Dequeue();
            GivenUp++;
        }

        _waiting.Enqueue(record);
        Flush();
    }

    /// <summary>Writes what waits.</summary>
    public void Flush()
    {
        while (_waiting.TryPeek(out StoreRecord? record) && store.Record(record, out _) == StoreRefusal.None)
        {
            _waiting.Dequeue();
        }
    }

    /// <summary>Says something as the robot.</summary>
    public void Say(HealthCode code, LogLevel level, string text, bool isActive = true) => health.Say(code, level, isActive, "model", name, text);
}
