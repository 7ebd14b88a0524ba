using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Board;

/// <summary>Speaks at the readings that the test names, counted from 1.</summary>
internal sealed class ScriptedDecision : IBoardDecision
{
    private readonly PerceptionEvent _event = new() { Kind = PerceptionEventKind.Force, Active = true };
    private int _readings;

    public int[] SpeaksAt { get; set; } = [];

    public int Interruptions { get; private set; }

    public bool TryDecide(Message reading, out Decision? decision)
    {
        _readings++;
        bool speaks = SpeaksAt.Contains(_readings);
        _event.Stamp = reading.Stamp;
        decision = speaks ? _event : null;
        return speaks;
    }

    public void Interrupt() => Interruptions++;
}
