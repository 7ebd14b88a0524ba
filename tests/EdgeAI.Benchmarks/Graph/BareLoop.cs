using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>The floor: the same tasks on the same messages as a loop, without a runtime.</summary>
/// <param name="clock">Stamps every task; null for none.</param>
internal sealed class BareLoop(IClock? clock) : IGraphWay
{
    private readonly ForceStamped[] _messages = [.. Enumerable.Range(0, Caterpillar.ChainStages + 1).Select(static _ => new ForceStamped())];
    private readonly long[] _sums = new long[Caterpillar.ChainStages];
    private readonly long[] _stamps = new long[(2 * Caterpillar.ChainStages) + 1];

    public string Name => clock is null ? "bare loop without stamps" : "bare loop, a stamp at every task";

    public void Run(int readings)
    {
        for (int reading = 0; reading < readings; reading++)
        {
            int task = 0;
            _messages[0].Value = reading;
            Stamp(ref task);
            for (int stage = 0; stage < Caterpillar.ChainStages; stage++)
            {
                Caterpillar.Work(_messages[stage], _messages[stage + 1]);
                Stamp(ref task);
                _sums[stage] += _messages[stage + 1].Value;
                Stamp(ref task);
            }
        }
    }

    private void Stamp(ref int task)
    {
        if (clock is not null)
        {
            _stamps[task++] = clock.Nanoseconds;
        }
    }
}
